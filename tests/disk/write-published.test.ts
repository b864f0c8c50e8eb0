import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writePublished } from '../../src/disk/write-published.ts';
import { DiskFullError } from '../../src/errors.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { noSmallDisk, smallDisk } from '../support/small-disk.ts';

async function* lines(...pieces: readonly string[]): AsyncGenerator<string, void> {
  yield* pieces;
}

async function* cut(): AsyncGenerator<string, void> {
  yield 'the first half';
  throw new Error('no more');
}

describe('writePublished()', () => {
  test('makes the folder and writes bytes, or a text as it comes', async () => {
    const folder = await tempFolder();
    await writePublished(join(folder, 'below/picture.png'), Buffer.from('picture'));
    await writePublished(join(folder, 'below/text.json'), lines('{', '}'));
    expect(readFileSync(join(folder, 'below/picture.png'), 'utf8')).toBe('picture');
    expect(readFileSync(join(folder, 'below/text.json'), 'utf8')).toBe('{}');
    expect(readdirSync(join(folder, 'below'))).toEqual(['picture.png', 'text.json']);
  });

  test('leaves what was there until all is written, and nothing of its own', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'text.json');
    writeFileSync(path, 'before');
    await expect(writePublished(path, cut())).rejects.toThrow('no more');
    const signal = AbortSignal.abort();
    await expect(writePublished(path, Buffer.from('bytes'), { signal })).rejects.toThrow();
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['text.json']);
  });

  test.skipIf(noSmallDisk)('says that a disk is full, and leaves nothing there', async () => {
    const folder = smallDisk(64);
    const path = join(folder, 'long.json');
    const piece = 'x'.repeat(50_000);
    await expect(writePublished(path, lines(piece, piece, piece))).rejects.toThrow(DiskFullError);
    await expect(writePublished(path, Buffer.alloc(150_000))).rejects.toThrow(DiskFullError);
    expect(readdirSync(folder)).toEqual([]);
  });
});
