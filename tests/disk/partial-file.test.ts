import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PART_NAME } from '../../src/disk/part-name.ts';
import { openPartialFile } from '../../src/disk/partial-file.ts';
import { InputError, OutputError } from '../../src/errors.ts';
import { tempFolder } from '../install/temp-folder.ts';

describe('openPartialFile()', () => {
  it("makes the output's folder and names a hidden file in it, of its own for each", async () => {
    const output = join(await tempFolder(), 'a/b/wave.mp4');
    const [one, other] = await Promise.all([openPartialFile(output), openPartialFile(output)]);
    expect(one.path).not.toBe(other.path);
    for (const { path } of [one, other]) {
      expect(dirname(path)).toBe(dirname(output));
      expect(basename(path)).toMatch(PART_NAME);
      expect(basename(path)).toMatch(/^\.wave\.mp4\./);
    }
    expect(await readdir(dirname(output))).toEqual([]);
  });

  it('publish() gives the file its name', async () => {
    const output = join(await tempFolder(), 'wave.mp4');
    const file = await openPartialFile(output);
    await writeFile(file.path, 'new');
    await file.publish();
    expect(await readFile(output, 'utf8')).toBe('new');
    expect(await readdir(dirname(output))).toEqual(['wave.mp4']);
  });

  it('publish() takes the place of what has the name, and not before', async () => {
    const output = join(await tempFolder(), 'wave.mp4');
    await writeFile(output, 'old');
    const file = await openPartialFile(output);
    await writeFile(file.path, 'new');
    expect(await readFile(output, 'utf8')).toBe('old');
    await file.publish();
    expect(await readFile(output, 'utf8')).toBe('new');
  });

  it('publish() rejects when a folder has the name', async () => {
    const output = join(await tempFolder(), 'wave.mp4');
    await mkdir(output);
    const file = await openPartialFile(output);
    await writeFile(file.path, 'new');
    const published = file.publish();
    await expect(published).rejects.toBeInstanceOf(OutputError);
    await expect(published).rejects.toThrow('The finished file could not be given its name: ');
    await file.discard();
    expect(await readdir(dirname(output))).toEqual(['wave.mp4']);
  });

  it('discard() removes the file and leaves what has the name; it may run twice, and without a file', async () => {
    const output = join(await tempFolder(), 'wave.mp4');
    await writeFile(output, 'old');
    const file = await openPartialFile(output);
    await file.discard();
    await writeFile(file.path, 'half');
    await file.discard();
    await file.discard();
    expect(await readdir(dirname(output))).toEqual(['wave.mp4']);
    expect(await readFile(output, 'utf8')).toBe('old');
  });

  it('discard() leaves a file that was published', async () => {
    const output = join(await tempFolder(), 'wave.mp4');
    const file = await openPartialFile(output);
    await writeFile(file.path, 'new');
    await file.publish();
    await file.discard();
    expect(await readFile(output, 'utf8')).toBe('new');
  });

  it('rejects when the folder cannot be made', async () => {
    const file = join(await tempFolder(), 'file');
    await writeFile(file, '');
    const opened = openPartialFile(join(file, 'folder/wave.mp4'));
    await expect(opened).rejects.toBeInstanceOf(InputError);
    await expect(opened).rejects.toThrow(/^The folder .*file\/folder cannot be made: .*ENOTDIR/);
  });

  it('takes any name that the output may have', async () => {
    // 255 bytes is the longest name of a file.
    const output = join(await tempFolder(), `${'w'.repeat(251)}.mp4`);
    const file = await openPartialFile(output);
    await writeFile(file.path, 'new');
    await file.publish();
    expect(await readFile(output, 'utf8')).toBe('new');
  });
});
