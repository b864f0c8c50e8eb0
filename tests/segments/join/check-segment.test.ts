import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rgb, YUV420_8 } from '../../../src/encoder/codecs/pixel-layout.ts';
import { OutputError } from '../../../src/errors.ts';
import { checkSegment } from '../../../src/segments/join/check-segment.ts';
import { tempFolder } from '../../install/temp-folder.ts';
import { encodeSegment, encodingAt, SIZE } from './segment-files.ts';

const FRAMES = 5;
const OUTPUTS = ['out.mp4', 'out.mov', 'out.webm', 'out.gif', 'out.webp', 'out.apng', '%d.png'];

async function segmentOf(output: string) {
  const folder = await tempFolder();
  const encoding = encodingAt('25', { output: join(folder, output) });
  const { path } = await encodeSegment({ encoding, folder, frames: FRAMES }, { first: 0, frames: FRAMES });
  return { path, expected: { frames: FRAMES, ...SIZE, encoding } };
}

describe.each(OUTPUTS)('checkSegment() for %s', (output) => {
  it('resolves when it is as it should be', async () => {
    const { path, expected } = await segmentOf(output);
    await checkSegment(path, expected);
  });

  it.each([
    [{ frames: FRAMES + 1 }, 'has 5 frames instead of 6'],
    [{ width: 62 }, 'width 64 instead of 62'],
    [{ height: 66 }, 'height 64 instead of 66'],
    [{ width: 62, height: 66 }, 'width 64 instead of 62; height 64 instead of 66'],
  ])('refuses what is not %o', async (other, problem) => {
    const { path, expected } = await segmentOf(output);
    const checked = checkSegment(path, { ...expected, ...other });
    await expect(checked).rejects.toThrow(OutputError);
    await expect(checked).rejects.toThrow(problem);
  });

  it('refuses one that is cut off', async () => {
    const { path, expected } = await segmentOf(output);
    await truncate(path, 1000);
    await expect(checkSegment(path, expected)).rejects.toThrow(new OutputError(`${path} is cut off`));
    await truncate(path, 0);
    await expect(checkSegment(path, expected)).rejects.toThrow(OutputError);
  });
});

describe('checkSegment()', () => {
  it.each(['out.mp4', 'out.webm'])('refuses another rate in %s', async (output) => {
    const { path, expected } = await segmentOf(output);
    const encoding = { ...expected.encoding, fps: { numerator: 24, denominator: 1 } };
    await expect(checkSegment(path, { ...expected, encoding })).rejects.toThrow('is broken: ');
  });

  it.each(['out.mp4', 'out.webm'])('refuses other colour tags in %s', async (output) => {
    const { path, expected } = await segmentOf(output);
    expect(expected.encoding.pixels).toEqual(YUV420_8);
    const encoding = { ...expected.encoding, pixels: rgb('rgb24') };
    await expect(checkSegment(path, { ...expected, encoding })).rejects.toThrow(
      'colour tags bt709 bt709 bt709 limited instead of bt709 iec61966-2-1 rgb full',
    );
  });
});
