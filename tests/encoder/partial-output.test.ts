import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPartialOutput } from '../../src/encoder/partial-output.ts';
import { OutputError } from '../../src/errors.ts';
import { tempFolder } from '../install/temp-folder.ts';

const frames = (folder: string, name = '%03d.png') => ({ kind: 'frames', folder, name, container: 'png' }) as const;

/** Opens an output for pictures with two of them in it. */
async function openWithPictures(folder: string, name?: string) {
  const output = await openPartialOutput(frames(folder, name));
  if (output.target.kind !== 'frames') throw new Error('No pictures');
  for (const picture of ['000.png', '001.png']) await writeFile(join(output.target.folder, picture), 'new');
  return output;
}

describe('openPartialOutput() of pictures', () => {
  it('gives a new folder its name as a whole', async () => {
    const parent = await tempFolder();
    const output = await openWithPictures(join(parent, 'a/frames'));
    expect(await readdir(join(parent, 'a'))).toEqual([expect.stringMatching(/^\.frames\..*\.part$/)]);
    expect(await output.publish()).toEqual([]);
    expect(await readdir(join(parent, 'a'))).toEqual(['frames']);
    expect(await readdir(join(parent, 'a/frames'))).toEqual(['000.png', '001.png']);
  });

  it.each(['a folder', 'a link to a folder'])(
    'works inside %s that is there, and beside it writes nothing',
    async (what) => {
      const parent = await tempFolder();
      const folder = join(parent, 'frames');
      await mkdir(folder);
      if (what !== 'a folder') await symlink(folder, join(parent, 'link'));
      await writeFile(join(folder, '001.png'), 'old');
      await writeFile(join(folder, '007.png'), 'old');
      const before = await readdir(parent);
      const output = await openWithPictures(what === 'a folder' ? folder : join(parent, 'link'));
      expect(await readdir(parent)).toEqual(before);
      expect(await output.publish()).toEqual([expect.stringContaining('holds 1 other pictures of the same pattern')]);
      await output.discard();
      expect(await readdir(folder)).toEqual(['000.png', '001.png', '007.png']);
    },
  );

  it('discard() removes all of them, and may run twice', async () => {
    const parent = await tempFolder();
    const output = await openWithPictures(join(parent, 'frames'));
    await output.discard();
    await output.discard();
    expect(await readdir(parent)).toEqual([]);
  });

  it('publish() rejects when a folder with such pictures in it has got the name meanwhile', async () => {
    const folder = join(await tempFolder(), 'frames');
    const output = await openWithPictures(folder);
    await mkdir(folder);
    await writeFile(join(folder, '007.png'), '');
    await expect(output.publish()).rejects.toBeInstanceOf(OutputError);
    await output.discard();
    expect(await readdir(folder)).toEqual(['007.png']);
  });

  it('publish() moves pictures into a folder of other things that has got the name meanwhile', async () => {
    const parent = await tempFolder();
    const output = await openWithPictures(join(parent, 'frames'));
    await mkdir(join(parent, 'frames'));
    await writeFile(join(parent, 'frames/.poster.png.part'), '');
    expect(await output.publish()).toEqual([]);
    await output.discard();
    expect(await readdir(parent)).toEqual(['frames']);
    expect(await readdir(join(parent, 'frames'))).toEqual(['.poster.png.part', '000.png', '001.png']);
  });

  it('takes a folder of any name', async () => {
    const folder = join(await tempFolder(), 'f'.repeat(255));
    const output = await openWithPictures(folder);
    await output.publish();
    expect(await readdir(folder)).toHaveLength(2);
  });
});
