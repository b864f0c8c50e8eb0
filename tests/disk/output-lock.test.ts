import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Lockable, lockOutputs } from '../../src/disk/output-lock.ts';
import { OWNER } from '../../src/disk/owner.ts';
import { OutputError } from '../../src/errors.ts';
import { tempFolder } from '../install/temp-folder.ts';

const [, start, host] = OWNER.split('-');
const DEAD = `4194305-${start}-${host} 0123456789abcdef`;
const file = (path: string): Lockable => ({ kind: 'file', path });
const frames = (folder: string, name = '%05d.png'): Lockable => ({ kind: 'frames', folder, name, container: 'png' });

describe('lockOutputs()', () => {
  it('locks with a hidden file beside the output, until it is released', async () => {
    const folder = await tempFolder();
    const lock = await lockOutputs([file(join(folder, 'wave.mp4'))]);
    const [name = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(name).toMatch(/^\.wave\.mp4\.[0-9a-f]{8}\.lock$/);
    expect(await readFile(join(folder, name), 'utf8')).toContain(OWNER);
    await lock.assertHeld();
    await lock.release();
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says which output cannot be written where no lock can be made', async () => {
    // A folder of the kernel's, in which nothing can be made, not even by root.
    await expect(lockOutputs([file('/proc/wave.mp4')])).rejects.toThrow(/^\/proc\/wave\.mp4 cannot be written: ENOENT/);
  });

  it.each<[what: string, first: (folder: string) => Lockable[], second: (folder: string) => Lockable[]]>([
    ['the same file', (at) => [file(join(at, 'a'))], (at) => [file(join(at, 'a'))]],
    [
      'one file of several',
      (at) => [file(join(at, 'a')), file(join(at, 'p'))],
      (at) => [file(join(at, 'b')), file(join(at, 'p'))],
    ],
    ['the same pictures', (at) => [frames(join(at, 'new'))], (at) => [frames(join(at, 'new'), '%d.png')]],
    ['the same pictures in a folder that is there', (at) => [frames(at)], (at) => [frames(at)]],
  ])('refuses %s, and locks nothing then', async (_, first, second) => {
    const folder = await tempFolder();
    const lock = await lockOutputs(first(folder));
    const before = await readdir(folder);
    const failure = await lockOutputs(second(folder)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OutputError);
    expect(await readdir(folder)).toEqual(before);
    await lock.release();
    await (await lockOutputs(second(folder))).release();
  });

  it('refuses pictures whose folder was made after another render had locked them', async () => {
    const folder = await tempFolder();
    const lock = await lockOutputs([frames(join(folder, 'new'))]);
    await mkdir(join(folder, 'new'));
    await expect(lockOutputs([frames(join(folder, 'new'))])).rejects.toBeInstanceOf(OutputError);
    await lock.release();
  });

  it.each<[what: string, other: (folder: string) => Lockable]>([
    ['another file', (folder) => file(join(folder, 'b'))],
    ['a file whose name begins so', (folder) => file(join(folder, 'a'.repeat(200)))],
    ['pictures of another pattern', (folder) => frames(folder, 'other-%d.png')],
  ])('lets %s be written', async (_, other) => {
    const folder = await tempFolder();
    const one = await lockOutputs([file(join(folder, `${'a'.repeat(200)}b`)), frames(folder)]);
    const two = await lockOutputs([other(folder)]);
    await Promise.all([one.release(), two.release()]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives one of many that take over the lock of the dead the right to write', async () => {
    const folder = await tempFolder();
    const output = file(join(folder, 'wave.mp4'));
    const first = await lockOutputs([output]);
    const [name = ''] = await readdir(folder);
    await first.release();
    await writeFile(join(folder, name), DEAD);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockOutputs([output])));
    const locks = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const held = await Promise.allSettled(locks.map((lock) => lock.assertHeld()));
    expect(held.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const lock of locks) await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('removes the folders that it made, when nothing is in them', async () => {
    const folder = await tempFolder();
    const lock = await lockOutputs([file(join(folder, 'a/b/wave.mp4')), file(join(folder, 'c/wave.png'))]);
    await writeFile(join(folder, 'c/wave.png'), '');
    await lock.release();
    expect(await readdir(folder, { recursive: true })).toEqual(['c', 'c/wave.png']);
  });

  it('does not touch what else has the name of the lock', async () => {
    const folder = await tempFolder();
    const output = file(join(folder, 'wave.mp4'));
    const lock = await lockOutputs([output]);
    const [name = ''] = await readdir(folder);
    await lock.release();
    await mkdir(join(folder, name));
    await expect(lockOutputs([output])).rejects.toThrow('does not go away');
    expect(await readdir(folder)).toEqual([name]);
  });

  it('is held by who takes it again, where somebody has cleaned the folder', async () => {
    const folder = await tempFolder();
    const lock = await lockOutputs([file(join(folder, 'wave.mp4'))]);
    const [name = ''] = await readdir(folder);
    await rm(join(folder, name));
    await lock.assertHeld();
    expect(await readFile(join(folder, name), 'utf8')).toContain(OWNER);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says why it cannot know whether it holds a lock that it cannot read, or take again', async () => {
    const folder = await tempFolder();
    const lock = await lockOutputs([file(join(folder, 'videos/wave.mp4'))]);
    await rm(join(folder, 'videos'), { recursive: true });
    await expect(lock.assertHeld()).rejects.toBeInstanceOf(OutputError);
    await expect(lock.assertHeld()).rejects.toThrow(/^The lock .* is gone and cannot be made again: ENOENT/);
    await writeFile(join(folder, 'videos'), '');
    await expect(lock.assertHeld()).rejects.toBeInstanceOf(OutputError);
    await expect(lock.assertHeld()).rejects.toThrow(/^The lock .* cannot be read: ENOTDIR/);
    await lock.release();
  });

  it('goes with its process, except where another has taken it over', async () => {
    const folder = await tempFolder();
    const code = `
      import { readdirSync, writeFileSync } from 'node:fs';
      import { lockOutputs } from ${JSON.stringify(new URL('../../src/disk/output-lock.ts', import.meta.url).href)};
      const folder = ${JSON.stringify(folder)};
      await lockOutputs(['a', 'b'].map((name) => ({ kind: 'file', path: folder + '/' + name })));
      for (const name of readdirSync(folder)) if (name.startsWith('.a.')) writeFileSync(folder + '/' + name, 'another');
      process.exit();
    `;
    execFileSync(process.execPath, ['--input-type=module', '--eval', code]);
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.a\./)]);
  });
});
