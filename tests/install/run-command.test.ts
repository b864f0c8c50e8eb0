import { describe, expect, it } from 'vitest';
import { lastLines, runCommand } from '../../src/install/run-command.ts';

describe('runCommand()', () => {
  it('returns what a failing command printed, and its exit code', async () => {
    const result = await runCommand('sh', ['-c', 'echo out; echo err >&2; exit 3']);
    expect(result).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('gives an empty stdin', async () => {
    expect(await runCommand('cat', [])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('rejects when the command does not exist', async () => {
    await expect(runCommand('/nowhere/command', [])).rejects.toThrow('`/nowhere/command` could not be run: ENOENT');
  });

  it('kills a command that runs past its timeout', async () => {
    await expect(runCommand('sleep', ['60'], { timeout: 50 })).rejects.toThrow('`sleep` gave no answer within 0.05 s');
  });

  it('rejects with the reason of an abort', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const running = runCommand('sleep', ['60'], { signal: controller.signal });
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expect(runCommand('sleep', ['60'], { signal: controller.signal })).rejects.toBe(reason);
  });
});

it('lastLines() prefers stderr and keeps the end', () => {
  expect(lastLines({ code: 1, stdout: 'x', stderr: 'a\nb\nc\n' }, 2)).toBe('  b\n  c');
  expect(lastLines({ code: 1, stdout: 'x', stderr: '' })).toBe('  x');
  expect(lastLines({ code: 1, stdout: '', stderr: '' })).toBe('  (no output)');
});
