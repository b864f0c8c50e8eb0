import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readVideoFacts } from '../../src/containers/read-video.ts';
import { OutputError } from '../../src/errors.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { BT709, GOOD, SOURCE, video, X264 } from '../support/test-videos.ts';

const SIZE = { width: 160, height: 90 };

describe('readVideoFacts()', () => {
  it('reads what is in a video', async () => {
    const path = await video(GOOD);
    expect(await readVideoFacts(path)).toEqual({
      bytes: (await stat(path)).size,
      frames: 12,
      width: 160,
      height: 90,
      duration: 0.48,
      fps: 25,
      codec: expect.stringMatching(/^avc1\./),
      colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
      fastStart: true,
      container: 'mp4',
      alpha: false,
      loopCount: undefined,
    });
  });

  it('reads the video track of a file that also has sound', async () => {
    const path = await video(['-f', 'lavfi', '-i', 'sine=duration=1', ...GOOD]);
    expect(await readVideoFacts(path)).toMatchObject({ frames: 12, ...SIZE });
  });

  it('jumps over the frames of a video whose index lies behind them', async () => {
    const path = await video([...SOURCE, ...X264, ...BT709, '-b:v', '20M']);
    expect(await readVideoFacts(path)).toMatchObject({ frames: 12, fastStart: false });
  });

  it('rejects a file that is not there', async () => {
    await expect(readVideoFacts(join(await tempFolder(), 'missing.mp4'))).rejects.toThrow('ENOENT');
  });

  it.each([
    { what: 'an empty file', content: Buffer.alloc(0) },
    { what: 'a short file', content: Buffer.from('hi') },
    { what: 'text', content: Buffer.from('This is not a video, but it is longer than one header. '.repeat(50)) },
    { what: 'zeros', content: Buffer.alloc(5000) },
    { what: 'bytes of 255', content: Buffer.alloc(5000, 0xff) },
    // an ftyp box, then a box whose length is said to be 0, 1 and 7 bytes
    ...[0, 1, 7].map((length) => ({
      what: `a box of length ${length}`,
      content: Buffer.concat([
        Buffer.from('\0\0\0\x10ftypisom\0\0\0\0\0\0\0'),
        Buffer.from([length]),
        Buffer.from('moov'),
      ]),
    })),
  ])('refuses $what', { timeout: 5000 }, async ({ content }) => {
    const path = join(await tempFolder(), 'video.mp4');
    await writeFile(path, content);
    const reading = readVideoFacts(path);
    await expect(reading).rejects.toBeInstanceOf(OutputError);
    await expect(reading).rejects.toThrow(/has no video track$|is cut off$/);
  });

  it('refuses a file with sound only', async () => {
    const path = await video(['-f', 'lavfi', '-i', 'sine=duration=1']);
    await expect(readVideoFacts(path)).rejects.toThrow(new OutputError(`${path} has no video track`));
  });
});
