import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DiskFullError } from '../../src/errors.ts';
import { createSpool } from '../../src/pipeline/spool.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { noSmallDisk, smallDisk } from '../support/small-disk.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A spool whose temporary folder is looked into. */
async function watchedSpool() {
  const folder = await tempFolder();
  vi.stubEnv('TMPDIR', folder);
  return { spool: createSpool(), files: () => readdir(folder, { recursive: true }) };
}

describe('createSpool()', () => {
  it.each([
    { what: 'noise', pixels: randomBytes(64 * 1024) },
    { what: 'one colour', pixels: Buffer.alloc(64 * 1024, 0xff) },
    { what: 'no pixels', pixels: Buffer.alloc(0) },
  ])('gives back $what to the bit', async ({ pixels }) => {
    const { spool } = await watchedSpool();
    await spool.write(3, Buffer.from(pixels));
    expect((await spool.read(3)).equals(pixels)).toBe(true);
    await spool.close();
  });

  it('keeps frames apart, and gives them back in any order', async () => {
    const { spool } = await watchedSpool();
    const frames = Array.from({ length: 8 }, () => randomBytes(100));
    await Promise.all(frames.map((pixels, index) => spool.write(index, pixels)));
    for (const index of [5, 0, 7, 1, 6, 2, 4, 3]) expect(await spool.read(index)).toEqual(frames[index]);
    await spool.close();
  });

  it('waits for a frame that is being written', async () => {
    const { spool } = await watchedSpool();
    const pixels = randomBytes(1_000_000);
    void spool.write(0, pixels);
    expect((await spool.read(0)).equals(pixels)).toBe(true);
    await spool.close();
  });

  it('takes less room on disk than the frames of a plot take in memory', async () => {
    const { spool, files } = await watchedSpool();
    await spool.write(0, Buffer.alloc(1_000_000, 0xff));
    const [file = ''] = (await files()).filter((name) => name.endsWith('.zst'));
    expect((await stat(join(tmpdir(), file))).size).toBeLessThan(1000);
    await spool.close();
  });

  it('makes nothing before the first frame, and removes each frame once read', async () => {
    const { spool, files } = await watchedSpool();
    expect(await files()).toEqual([]);
    await spool.write(0, randomBytes(10));
    await spool.write(1, randomBytes(10));
    expect(await files()).toHaveLength(3);
    await spool.read(0);
    expect(await files()).toHaveLength(2);
    await spool.close();
  });

  it('close() removes the folder with what is in it, also while frames are being written, and may run twice', async () => {
    const { spool, files } = await watchedSpool();
    await spool.write(0, randomBytes(10));
    const writing = spool.write(1, randomBytes(1_000_000));
    await spool.close();
    await writing;
    expect(await files()).toEqual([]);
    await spool.close();
  });

  it('close() of an unused spool does nothing', async () => {
    const { spool, files } = await watchedSpool();
    await spool.close();
    expect(await files()).toEqual([]);
  });

  it('leaves nothing behind when a frame comes after close(): its stage was still drawing', async () => {
    const { spool, files } = await watchedSpool();
    await spool.close();
    await spool.write(0, randomBytes(10)).catch(() => {});
    expect(await files()).toEqual([]);
  });

  it.skipIf(noSmallDisk !== undefined)('write() on a full disk rejects with the place and the need', async () => {
    const disk = smallDisk(64);
    vi.stubEnv('TMPDIR', disk);
    const spool = createSpool();
    await spool.write(0, randomBytes(40_000));
    const failure = await spool.write(1, randomBytes(40_000)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DiskFullError);
    expect(failure).toMatchObject({
      place: disk,
      message: expect.stringMatching(/wait there, 41 kB so far, the next takes 41 kB; give `frames` in their order/),
    });
    await spool.close();
    expect(await readdir(disk)).toEqual([]);
  });

  it('write() rejects when there is no folder to write to, and close() hides nothing of it', async () => {
    vi.stubEnv('TMPDIR', join(await tempFolder(), 'missing'));
    const spool = createSpool();
    await expect(spool.write(0, randomBytes(10))).rejects.toThrow('ENOENT');
    await expect(spool.close()).resolves.toBeUndefined();
  });
});
