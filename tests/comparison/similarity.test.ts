import { expect, test } from 'vitest';
import { planesBytes } from '../../src/comparison/reduced-picture.ts';
import { compareReduced } from '../../src/comparison/similarity.ts';
import { EncoderError, InputError } from '../../src/index.ts';
import { ffmpegPath } from '../encoder/video-files.ts';

const SIZE = { width: 128, height: 128 };
const FRAMES = 2000;
const NEVER = new AbortController().signal;

const flat = (level: number) => Buffer.alloc(planesBytes(SIZE), level);

test('compareReduced() compares pair by pair', async () => {
  const [white, black] = [flat(235), flat(16)];
  const pairAt = (place: number) => [place % 2 === 0 ? white : black, white] as const;
  const found = await compareReduced(pairAt, { ...SIZE, executable: await ffmpegPath(), signal: NEVER, frames: 4 });
  expect(found.map(({ ssim }) => ssim > 0.99)).toEqual([true, false, true, false]);
});

test('compareReduced() takes no more pairs than ffmpeg does', async () => {
  let taken = 0;
  const pairAt = () => {
    taken++;
    return [flat(16), flat(16)] as const;
  };
  // It ends without having read any.
  const options = { ...SIZE, executable: '/bin/false', signal: NEVER, frames: FRAMES };
  await expect(compareReduced(pairAt, options)).rejects.toThrow(EncoderError);
  expect(taken).toBeLessThan(FRAMES / 2);
});

test('compareReduced() throws what is wrong with a pair', async () => {
  const damaged = new InputError('A picture in the manifest is damaged');
  const pairAt = (place: number) => {
    if (place === 1) throw damaged;
    return [flat(16), flat(16)] as const;
  };
  const options = { ...SIZE, executable: await ffmpegPath(), signal: NEVER, frames: 2 };
  await expect(compareReduced(pairAt, options)).rejects.toBe(damaged);
});
