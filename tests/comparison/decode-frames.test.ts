import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { decodeEach, decodeFrames } from '../../src/comparison/decode-frames.ts';
import { openVideo } from '../../src/comparison/open-video.ts';
import { ffmpeg, ffmpegPath } from '../encoder/video-files.ts';
import { renderProcesses } from '../support/processes.ts';
import { scratchFolder } from '../support/scratch.ts';

const path = join(scratchFolder(), 'pause.mp4');
const reduced = { width: 64, height: 36 };

beforeAll(async () => {
  // Frames 2 to 5 are the same.
  await ffmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=25', '-filter_complex'],
    ...['trim=end_frame=3,tpad=stop=3:stop_mode=clone,format=yuv420p', '-c:v', 'libx264', '-qp', '0', path],
  ]);
});

test('decodeFrames() gives a hash and a picture for each frame', async () => {
  const options = { executable: await ffmpegPath(), reduced, signal: AbortSignal.timeout(60_000) };
  const { hashes, pictures } = await decodeFrames(await openVideo(path), options);
  expect([hashes.length, pictures.length]).toEqual([6, 6]);
  expect([new Set(hashes).size, new Set(pictures).size]).toEqual([3, 3]);
  expect(hashes.slice(2)).toEqual(Array(4).fill(hashes[2]));
  expect(pictures.slice(2)).toEqual(Array(4).fill(pictures[2]));
});

test('decodeEach() leaves no ffmpeg when nobody takes the rest', async () => {
  const options = { executable: await ffmpegPath(), reduced, signal: AbortSignal.timeout(60_000) };
  for await (const { hash } of decodeEach(await openVideo(path), options)) {
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    break;
  }
  expect(renderProcesses()).toEqual([]);
});

test('decodeEach() throws why it was ended', async () => {
  const options = { executable: await ffmpegPath(), reduced, signal: AbortSignal.abort(new Error('enough')) };
  await expect(Array.fromAsync(decodeEach(await openVideo(path), options))).rejects.toThrow('enough');
});
