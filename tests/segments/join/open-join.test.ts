import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readVideoFacts } from '../../../src/containers/read-video.ts';
import { checkVideo } from '../../../src/encoder/check-video.ts';
import type { EncodingOptions } from '../../../src/encoder/encoding.ts';
import { targetPath } from '../../../src/encoder/output-target.ts';
import { framesOf, openFilm } from '../../../src/pictures/frames-of.ts';
import { joinedBytes } from '../../../src/segments/join/joined-bytes.ts';
import { openJoin } from '../../../src/segments/join/open-join.ts';
import { ffmpeg, ffmpegPath } from '../../encoder/video-files.ts';
import { tempFolder } from '../../install/temp-folder.ts';
import { decodedHashes, storedTimes } from './read-back.ts';
import {
  encodeSegments,
  encodeWhole,
  encodingAt,
  frame,
  joinSegments,
  opened,
  SIZE,
  type TestVideo,
} from './segment-files.ts';

async function videoOf({ output, ...options }: EncodingOptions, video: Partial<TestVideo> = {}): Promise<TestVideo> {
  const folder = await tempFolder();
  return { encoding: encodingAt('25', { ...options, output: join(folder, output) }), frames: 24, folder, ...video };
}

describe('openJoin()', () => {
  it.each([
    ['no frames between others', { output: 'out.mp4' }, ['-bf', '0']],
    ['groups of frames that refer to each other', { output: 'out.mp4' }, ['-x264-params', 'keyint=4:open-gop=1']],
    ['keyframes alone', { output: 'out.mp4' }, ['-g', '1']],
    ['frames that renew themselves piece by piece', { output: 'out.mp4' }, ['-x264-params', 'intra-refresh=1']],
    ['H.265 with several keyframes', { output: 'out.mp4', codec: 'h265' }, ['-g', '4']],
    ['AV1 with several keyframes', { output: 'out.mp4', codec: 'av1' }, ['-g', '4']],
    ['VP9 with several keyframes', { output: 'out.webm' }, ['-g', '4']],
  ] as const)('joins segments with %s', async (_, options, extraArgs) => {
    const video = await videoOf(options, { extraArgs: [...extraArgs] });
    const { encoding } = video;
    const segments = await encodeSegments(video, 9);
    await joinSegments(video, segments);
    await checkVideo(encoding.target, { frames: 24, ...SIZE, encoding });
    const path = targetPath(encoding.target);
    const apart = [];
    for (const segment of segments) apart.push(...(await decodedHashes(segment.path, encoding.codec)));
    expect(await decodedHashes(path, encoding.codec)).toEqual(apart);
    const times = await storedTimes(path);
    await encodeWhole(video);
    const expected = await storedTimes(path);
    expect(times.shown.toSorted((a, b) => a - b)).toEqual(expected.shown.toSorted((a, b) => a - b));
    expect(times.decoded).toEqual(expected.decoded);
  });

  it.each(['h264', 'h265', 'av1'] as const)('gives %s its duration when a frame lasts ten seconds', async (codec) => {
    const folder = await tempFolder();
    const encoding = encodingAt('0.1', { output: join(folder, 'out.mp4'), codec });
    const video: TestVideo = { encoding, folder, frames: 5 };
    await joinSegments(video, await encodeSegments(video, 3));
    expect(await checkVideo(encoding.target, { frames: 5, ...SIZE, encoding })).toMatchObject({
      duration: 50,
      fps: 0.1,
    });
  });

  it.each(['out.mp4', 'out.webm'])("writes the caller's metadata into %s", async (output) => {
    const video = await videoOf({ output }, { extraArgs: ['-metadata', 'title=A tale of two segments'] });
    await joinSegments(video, await encodeSegments(video, 12));
    const said = await ffmpeg(['-i', targetPath(video.encoding.target), '-f', 'ffmetadata', '-']);
    expect(said.toString()).toContain('title=A tale of two segments');
  });

  it('numbers the pictures of a part from its first frame on', async () => {
    const video = await videoOf({ output: 'pictures/%03d.png' }, { firstNumber: 7, frames: 5 });
    const { encoding } = video;
    await joinSegments(video, await encodeSegments(video, 2));
    await checkVideo(encoding.target, { frames: 5, ...SIZE, encoding, firstNumber: 7 });
  });

  it('keeps the frames of a WebP, for its pictures', async () => {
    const video = await videoOf({ output: 'out.webp' }, { frames: 10 });
    const { encoding, folder } = video;
    const segments = await encodeSegments(video, 4);
    const kept = { frames: join(folder, 'frames.nut'), palette: undefined };
    const signal = new AbortController().signal;
    const executable = await ffmpegPath();
    const target = { encoding, encoder: encoding.codec.encoder(encoding), target: encoding.target, firstNumber: 0 };
    const encoder = openJoin({ executable, kept, ...target, extraArgs: [], signal });
    try {
      for await (const bytes of joinedBytes(opened(segments), encoding)) await encoder.write(bytes);
      await encoder.finish();
      const footage = { open: openFilm(kept.frames, 'nut'), frames: 10, ...SIZE };
      const pictures = await framesOf(footage, { executable, indices: [0, 3, 4, 9], ...SIZE, signal });
      expect(pictures.map((pixels, i) => pixels.equals(frame([0, 3, 4, 9][i] ?? 0, encoding)))).toEqual(
        Array(4).fill(true),
      );
    } finally {
      await encoder.close();
    }
    expect(existsSync(kept.frames)).toBe(false);
    expect((await readVideoFacts(targetPath(encoding.target))).frames).toBe(10);
  });

  it('makes the same bytes again', async () => {
    const video = await videoOf({ output: 'out.mp4' });
    const segments = await encodeSegments(video, 10);
    await joinSegments(video, segments);
    const first = await readFile(targetPath(video.encoding.target));
    await joinSegments(video, segments);
    expect((await readFile(targetPath(video.encoding.target))).equals(first)).toBe(true);
  });
});
