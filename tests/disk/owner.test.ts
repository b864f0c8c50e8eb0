import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OWNER, OWNER_NAME, pidOf, stateOf } from '../../src/disk/owner.ts';
import { until } from '../support/until.ts';

const [pid = '', start = '', host = ''] = OWNER.split('-');

describe('stateOf()', () => {
  it('is alive for this process', () => {
    expect(OWNER).toMatch(OWNER_NAME);
    expect(pidOf(OWNER)).toBe(String(process.pid));
    expect(stateOf(OWNER)).toBe('alive');
  });

  it.each([
    ['dead', 'of a number that no process has', `4194305-${start}-${host}`],
    ['dead', 'of a number that another process has got since', `${pid}-1-${host}`],
    ['elsewhere', 'of another host', `${pid}-${start}-000000000000`],
  ])('is %s %s', (state, _, owner) => {
    expect(stateOf(owner)).toBe(state);
  });

  it.skipIf(process.platform !== 'linux')('is dead when only the exit code is left of a process', async () => {
    const child = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [text] = await once(child.stdout, 'data');
    const zombie = Number(String(text));
    const stat = () => readFileSync(`/proc/${zombie}/stat`, 'utf8').split(' ');
    const owner = `${zombie}-${Number(stat()[21]).toString(36)}-${host}`;
    expect(stateOf(owner)).toBe('alive');
    // The other sleep does not ask for the exit codes of its children.
    await until(() => stat()[2] === 'Z', 'a zombie');
    expect(stateOf(owner)).toBe('dead');
    child.kill();
  });

  it('refuses what is no name', () => {
    expect(() => stateOf('wave')).toThrow(RangeError);
  });
});
