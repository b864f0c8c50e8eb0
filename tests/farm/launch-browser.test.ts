import { expect, test } from 'vitest';
import { launchBrowser } from '../../src/farm/launch-browser.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';

test('a pipe that breaks after the browser was closed ends nothing else', async () => {
  const { path, kind } = await requireBrowser();
  const { browser, close } = await launchBrowser({
    ...{
      executable: path,
      headlessShell: kind === 'headless-shell',
      gl: 'swiftshader',
      allowHosts: [],
      memoryBytes: 2 ** 32,
    },
    ...{ sandbox: process.getuid?.() !== 0, exchangeBytes: 0, signal: new AbortController().signal },
  });
  const pipes = browser.process()?.stdio.slice(3) ?? [];
  await close();
  expect(pipes.length).toBe(2);
  for (const pipe of pipes) expect(() => pipe?.emit('error', new Error('read ECONNRESET'))).not.toThrow();
});
