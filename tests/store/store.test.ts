import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { openFolderStore } from '../../src/store/folder-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { refuseLink } from '../support/refuse-link.ts';
import { s3Server } from '../support/s3-server.ts';

interface Kind {
  kind: string;
  /** A new and empty one. */
  open: () => Promise<Store>;
}

const s3 = s3Server();
const planFolder = async () => join(await tempFolder(), 'plan');
const kinds: Kind[] = [
  { kind: 'a folder', open: async () => openStore(await planFolder()) },
  { kind: 'a bucket', open: () => openStore(s3.location()) },
  { kind: 'a folder without hard links', open: async () => openFolderStore(await planFolder(), { link: refuseLink }) },
];

describe.each(kinds)('a Store in $kind', ({ open }) => {
  it('read() gives what write() was given', async () => {
    const store = await open();
    expect(await store.read('plan.json')).toBeUndefined();
    expect(await store.write('plan.json', '{"π": 1}')).toBe(true);
    expect(await store.write('fonts/a b+c%20&ü.woff2', Uint8Array.of(0, 255))).toBe(true);
    expect(await store.write('empty', '')).toBe(true);
    expect((await store.read('plan.json'))?.toString()).toBe('{"π": 1}');
    expect(await store.read('fonts/a b+c%20&ü.woff2')).toEqual(Buffer.of(0, 255));
    expect(await store.read('empty')).toEqual(Buffer.of());
  });

  it('size() is how many bytes that has', async () => {
    const store = await open();
    await store.write('segments/0.json', 'π');
    expect(await store.size('segments/0.json')).toBe(2);
    expect(await store.size('segments/1.json')).toBeUndefined();
  });

  it('write() lets a name keep its first content', async () => {
    const store = await open();
    expect(await store.write('segments/00003.json', 'first')).toBe(true);
    expect(await store.write('segments/00003.json', 'second')).toBe(false);
    expect((await store.read('segments/00003.json'))?.toString()).toBe('first');
  });

  it('write() has one first of many at once', async () => {
    const store = await open();
    const contents = Array.from({ length: 8 }, (_, i) => String(i).repeat(100_000));
    const first = await Promise.all(contents.map((content) => store.write('a', content)));
    expect(first.filter(Boolean)).toHaveLength(1);
    expect((await store.read('a'))?.toString()).toBe(contents[first.indexOf(true)]);
    expect(await store.list('')).toHaveLength(1);
  });

  it('write() replaces when it is told to', async () => {
    const store = await open();
    expect(await store.write('status.json', 'first', { replace: true })).toBe(true);
    expect(await store.write('status.json', '2nd', { replace: true })).toBe(true);
    expect((await store.read('status.json'))?.toString()).toBe('2nd');
    expect(await store.list('')).toEqual([{ name: 'status.json', bytes: 3 }]);
  });

  it('create() gives a file a name when it is published, and only then', async () => {
    const store = await open();
    const content = randomBytes(3_000_000);
    const file = await store.create('segments/00000-abc.mp4');
    expect(existsSync(file.path)).toBe(false);
    writeFileSync(file.path, content);
    expect(await store.list('')).toEqual([]);
    expect(await store.read('segments/00000-abc.mp4')).toBeUndefined();
    expect(await file.publish()).toBe(true);
    await file.discard();
    expect(existsSync(file.path)).toBe(false);
    expect((await store.read('segments/00000-abc.mp4'))?.equals(content)).toBe(true);
  });

  it('create() lets the first keep the name', async () => {
    const store = await open();
    const files = await Promise.all([1, 2].map(() => store.create('a')));
    for (const [i, { path }] of files.entries()) writeFileSync(path, String(i));
    const first = await Promise.all(files.map((file) => file.publish()));
    expect([...first].sort()).toEqual([false, true]);
    expect((await store.read('a'))?.toString()).toBe(String(first.indexOf(true)));
    expect(files.filter(({ path }) => existsSync(path))).toEqual([]);
  });

  it('create() leaves nothing of what is discarded, written or not', async () => {
    const store = await open();
    const [written, empty] = await Promise.all([store.create('a'), store.create('b')]);
    writeFileSync(written.path, 'a');
    for (const file of [written, empty, written]) await file.discard();
    expect(existsSync(written.path)).toBe(false);
    expect(await store.list('')).toEqual([]);
  });

  it('publish() fails when no file was written', async () => {
    const store = await open();
    const file = await store.create('a');
    await expect(file.publish()).rejects.toThrow('a could not be written');
    await file.discard();
    expect(await store.list('')).toEqual([]);
  });

  it('stream() gives the content piece by piece', async () => {
    const store = await open();
    const content = randomBytes(5_000_000);
    await store.write('frames.bin', content);
    const pieces: Buffer[] = [];
    for await (const piece of (await store.stream('frames.bin')) ?? []) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
    expect(await store.stream('props.bin')).toBeUndefined();
  });

  it('stream() may be left before its end', async () => {
    const store = await open();
    await store.write('frames.bin', randomBytes(5_000_000));
    for await (const piece of (await store.stream('frames.bin')) ?? []) {
      expect(piece.byteLength).toBeLessThan(5_000_000);
      break;
    }
    await store.remove('frames.bin');
  });

  it('list() has the names that begin so, sorted, with their sizes', async () => {
    const store = await open();
    const names = ['segments/00010.json', 'segments/00002.json', 'segments/00002-ab.mp4', 'segmentation', 'plan.json'];
    for (const [i, name] of names.entries()) await store.write(name, 'x'.repeat(i));
    expect(await store.list('segments/')).toEqual([
      { name: 'segments/00002-ab.mp4', bytes: 2 },
      { name: 'segments/00002.json', bytes: 1 },
      { name: 'segments/00010.json', bytes: 0 },
    ]);
    const namesOf = async (prefix: string) => (await store.list(prefix)).map(({ name }) => name);
    expect(await namesOf('segments/00002')).toEqual(['segments/00002-ab.mp4', 'segments/00002.json']);
    expect(await namesOf('segment')).toEqual(['segmentation', ...(await namesOf('segments/'))]);
    expect(await namesOf('')).toEqual([...names].sort());
    expect(await namesOf('nothing/')).toEqual([]);
  });

  it('remove() frees a name', async () => {
    const store = await open();
    await store.write('a', 'first');
    await store.remove('a');
    await store.remove('a');
    expect(await store.read('a')).toBeUndefined();
    expect(await store.write('a', 'second')).toBe(true);
  });

  it.each([
    '',
    '/etc/passwd',
    '../plan.json',
    'segments/../../x',
    '..',
    '.',
    './a',
    'a//b',
    'a/',
    '.a.part',
    'a/.b',
    'a\\..\\b',
    'C:a',
    'a\0b',
    'a\nb',
  ])('refuses the name %j', async (name) => {
    const store = await open();
    const calls = [
      () => store.read(name),
      () => store.size(name),
      () => store.stream(name),
      () => store.write(name, ''),
      () => store.write(name, '', { replace: true }),
      () => store.create(name),
      () => store.remove(name),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow(InputError);
  });

  it.each(['/', '../', 'segments/../', './', 'a//'])('refuses to list %j', async (prefix) => {
    const store = await open();
    await expect(store.list(prefix)).rejects.toThrow(InputError);
  });
});
