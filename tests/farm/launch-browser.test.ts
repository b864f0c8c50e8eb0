import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { browserEnvironment, browserFlags } from '../../src/farm/browser-flags.ts';
import { startChromium } from '../../src/farm/chromium-process.ts';
import { launchBrowser } from '../../src/farm/launch-browser.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { leftovers, scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();

const options = {
  headlessShell: true,
  gl: 'swiftshader',
  allowHosts: [],
  exchangeBytes: 0,
  memoryBytes: 2 ** 32,
  locale: {},
} as const;
const launch = (executable: string, signal = new AbortController().signal) =>
  launchBrowser({ ...options, sandbox: process.getuid?.() !== 0, executable, signal });

async function script(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
  return path;
}

test('a pipe that breaks after the browser was closed ends nothing else', async () => {
  const { path: executable } = await requireBrowser();
  const chromium = startChromium({
    executable,
    args: browserFlags({ ...options, sandbox: process.getuid?.() !== 0 }, join(folder, 'profile')),
    env: browserEnvironment({ gl: 'swiftshader', locale: {} }, folder),
  });
  const pipes = chromium.child.stdio.slice(3);
  chromium.kill();
  await chromium.ended;
  // As puppeteer does when it disconnects.
  chromium.transport.close();
  expect(pipes.length).toBe(2);
  for (const pipe of pipes) expect(() => pipe?.emit('error', new Error('read ECONNRESET'))).not.toThrow();
});

describe('launchBrowser() rejects when there is no browser to talk to, and leaves nothing behind', () => {
  test.each([
    ['exits', 'exit 1', /did not start: it ended with exit code 1 and printed nothing$/],
    [
      'says why it exits',
      'echo no memory left >&2; exit 7',
      /did not start: it ended with exit code 7\nno memory left$/,
    ],
    ['is killed', 'kill -9 $$', /did not start: it was ended by SIGKILL and printed nothing$/],
    [
      'lacks a library',
      'echo "chromium: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127',
      /exit code 127\n.*libnss3\.so/,
    ],
    [
      'has no sandbox',
      'echo "[1:1:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu" >&2; exit 1',
      /No usable sandbox!(.|\n)*needs user namespaces(.|\n)*docs\/security\.md$/,
    ],
    ['talks nonsense', "printf 'nonsense' >&4; echo aha >&2; exit 1", /exit code 1\naha$/],
  ])('a program that %s', async (name, text, message) => {
    await expect(launch(await script(name, text))).rejects.toThrow(message);
    expect(leftovers()).toEqual([]);
  });

  test('a file that cannot be run', async () => {
    const path = join(folder, 'no-program');
    await writeFile(path, 'no program');
    await expect(launch(path)).rejects.toThrow(/did not start: spawn .* EACCES$/);
    expect(leftovers()).toEqual([]);
  });

  test('an abort while nobody answers', async () => {
    const stop = new AbortController();
    const launching = launch(await script('silent', 'exec sleep 1000'), stop.signal);
    stop.abort(new Error('enough'));
    await expect(launching).rejects.toThrow('enough');
    expect(leftovers()).toEqual([]);
  });
});
