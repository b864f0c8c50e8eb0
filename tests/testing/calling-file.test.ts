import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { callingFile } from '../../src/testing/calling-file.ts';
import { nodeRun } from '../../src/testing/test-run.ts';

const thisFile = fileURLToPath(import.meta.url);

test('callingFile() is the file of the test, also after awaiting, and from deep within', async () => {
  expect(callingFile()).toBe(thisFile);
  await Promise.resolve();
  expect(callingFile()).toBe(thisFile);
  const deep = async (depth: number): Promise<string | undefined> => {
    await Promise.resolve();
    return depth === 0 ? callingFile() : await deep(depth - 1);
  };
  expect(await deep(30)).toBe(thisFile);
});

test('nodeRun() says what to do where the file is not known', () => {
  expect(() => nodeRun(undefined)).toThrow(
    /The test file cannot be told from the stack: call and await this in a function/,
  );
});
