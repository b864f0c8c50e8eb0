import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DiskFullError, StoreError } from '../../src/errors.ts';
import { openStore } from '../../src/store/open-store.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { fill } from '../support/fill.ts';
import { s3Server } from '../support/s3-server.ts';
import { noSmallDisk, smallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';

const s3 = s3Server();

function startChild(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL('store-child.ts', import.meta.url)), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** The names that each of two processes got which published files by the same names. */
async function race(location: string, what: string): Promise<[a: string[], b: string[]]> {
  const children = ['a', 'b'].map((letter) => startChild(location, what, letter));
  for (const { stdout } of children) if (stdout) await once(stdout, 'data');
  for (const { stdin } of children) stdin?.write('go');
  const [a, b] = await Promise.all(children.map(({ stdout }) => stdout && text(stdout)));
  return [JSON.parse(a ?? ''), JSON.parse(b ?? '')];
}

describe('two processes that publish by the same names: each has one winner, and its whole content', () => {
  test.for<[where: string, what: string, locate: () => Promise<string> | string]>([
    ['a folder', 'race', tempFolder],
    ['a folder without hard links', 'race-without-links', tempFolder],
    ['a bucket', 'race', s3.location],
  ])('%s', async ([where, what, locate], { task }) => {
    const location = await locate();
    const [a, b] = await race(location, what);
    const names = Array.from({ length: 50 }, (_, i) => `segments/${i}`);
    expect([...a, ...b].sort()).toEqual([...names].sort());
    const store = await openStore(location);
    for (const name of names) {
      const content = await store.read(name);
      expect(content?.equals(Buffer.alloc(100_000, a.includes(name) ? 'a' : 'b'))).toBe(true);
    }
    expect((await store.list('')).map(({ name }) => name)).toEqual([...names].sort());
    task.meta.row = {
      fault: `two processes publish 50 names each in ${where}`,
      seen: 'one winner each, content whole',
    };
  });
});

test('a process killed in the middle of a write leaves what was there, and the next writer clears up', async ({
  task,
}) => {
  const folder = await tempFolder();
  const store = await openStore(folder);
  for (let round = 0; round < 6; round++) {
    const child = startChild(folder, 'replace');
    // The first is killed before it has ever given the name, the others where it happens to be.
    await until(() => partsIn(folder).some((bytes) => bytes > round * 4_000_000), 'a part');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const content = (await store.read('a'))?.toString();
    if (round === 0) expect(content).toBeUndefined();
    const whole = [undefined, 'a'.repeat(30_000_000), 'b'.repeat(30_000_000)];
    expect(whole.includes(content)).toBe(true);
  }
  // Each child has swept what was left by the one before it, at its first write.
  await (await openStore(folder)).write('b', '');
  expect(readdirSync(folder).filter((name) => name !== 'a')).toEqual(['b']);
  task.meta.row = { fault: 'kill -9 while a store is written, 6 times', seen: 'content whole or absent; parts swept' };
});

/** Bytes of the hidden files. */
function partsIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const found = name.startsWith('.') ? statSync(join(folder, name), { throwIfNoEntry: false }) : undefined;
    return found ? [found.size] : [];
  });
}

describe.skipIf(noSmallDisk !== undefined)('a full disk', () => {
  test('is told as one, and nothing is left behind', async ({ task }) => {
    const folder = smallDisk(256);
    const store = await openStore(folder);
    await store.write('plan.json', 'plan');
    const error: unknown = await store.write('props.bin', new Uint8Array(1_000_000)).catch((thrown: unknown) => thrown);
    expect(error).toEqual(
      new DiskFullError(folder, 'a file of 1 MB is to be written there', { neededBytes: 1_000_000 }),
    );
    expect(await store.write('small', 'x')).toBe(true);
    fill(folder);
    await expect(store.write('plan.json', 'other', { replace: true })).rejects.toThrow(DiskFullError);
    await expect(store.write('segments/0.json', 'other')).rejects.toThrow(DiskFullError);
    expect((await store.read('plan.json'))?.toString()).toBe('plan');
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    task.meta.row = { fault: "a store's disk is full", seen: String(error).replace(folder, '…') };
  });
});

describe.skipIf(process.getuid?.() !== 0)('a folder of another user', () => {
  test('is told as one: trying again does not help', async ({ task }) => {
    const folder = await tempFolder();
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'segments'));
    writeFileSync(join(folder, 'plan.json'), '{}', { mode: 0o600 });
    const store = await openStore(folder);
    const calls: (() => Promise<unknown>)[] = [
      () => store.read('plan.json'),
      () => store.write('a', ''),
      () => store.write('segments/a', '', { replace: true }),
      () => store.create('fonts/a'),
    ];
    const messages: string[] = [];
    for (const call of calls) {
      const error = await asNobody(call).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreError);
      expect(error).toMatchObject({ transient: false });
      messages.push(String(error).replaceAll(folder, '…'));
    }
    expect(messages[0]).toContain('In … plan.json could not be read; this user needs the right to: EACCES');
    expect(messages[1]).toContain('In … a could not be written; this user needs the right to: EACCES');
    task.meta.row = { fault: "a store's folder may not be written", seen: messages[1] ?? '' };
  });
});

/** Does something with the rights of a user that has none. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
