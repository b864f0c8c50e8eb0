import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeVideo } from '../../src/comparison/describe-video.ts';
import { indexFirst } from '../../src/containers/index-first.ts';
import { OutputError } from '../../src/index.ts';
import { ffmpeg } from '../encoder/video-files.ts';
import { scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();

function box(type: string, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(8), ...content]);
  bytes.writeUInt32BE(bytes.length);
  bytes.write(type, 4, 'latin1');
  return bytes;
}

/** A list of places, in 4 or 8 bytes each. */
function places(type: 'stco' | 'co64', list: readonly number[]): Buffer {
  const [head, width] = [Buffer.alloc(8), type === 'co64' ? 8 : 4];
  head.writeUInt32BE(list.length, 4);
  const entries = list.map((place) => {
    const entry = Buffer.alloc(width);
    entry.writeUInt32BE(place, width - 4);
    return entry;
  });
  return box(type, head, ...entries);
}

async function all(path: string): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(indexFirst(path)));
}

describe('indexFirst()', () => {
  test.each(['stco', 'co64'] as const)('moves the index to the front, and in %s what lay before it', async (type) => {
    const index = (list: number[]) =>
      box('moov', box('mvhd', Buffer.alloc(4)), box('trak', box('mdia', box('minf', box('stbl', places(type, list))))));
    const [ftyp, frames, more] = [
      box('ftyp', Buffer.from('isom')),
      box('mdat', Buffer.alloc(20, 1)),
      box('mdat', Buffer.alloc(9, 2)),
    ];
    const { length } = index([0, 0, 0]);
    const behind = ftyp.length + frames.length + length + 8;
    const path = join(folder, `${type}.mp4`);
    writeFileSync(path, Buffer.concat([ftyp, frames, index([20, 30, behind]), more]));
    const expected = Buffer.concat([ftyp, index([20 + length, 30 + length, behind]), frames, more]);
    expect((await all(path)).equals(expected)).toBe(true);
  });

  test('lets ffmpeg read a film from a pipe that it cannot read as it is', async () => {
    const [behind, front] = [join(folder, 'behind.mp4'), join(folder, 'front.mp4')];
    const noise = 'nullsrc=size=160x90:rate=25,geq=random(1)*255:128:128,format=yuv420p';
    await ffmpeg(['-f', 'lavfi', '-i', noise, '-frames:v', '12', '-c:v', 'libx264', '-bf', '2', behind]);
    await ffmpeg(['-i', behind, '-c', 'copy', '-movflags', '+faststart', front]);
    expect((await describeVideo(behind)).frames).toEqual((await describeVideo(front)).frames);
  });

  test('refuses what has no index', async () => {
    const path = join(folder, 'none.mp4');
    writeFileSync(path, box('ftyp', Buffer.from('isom')));
    await expect(all(path)).rejects.toBeInstanceOf(OutputError);
  });
});
