import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FrameManifest, readFrameManifest, writeFrameManifest } from '../../src/comparison/frame-manifest.ts';
import { manifestLines, parseManifestLines } from '../../src/comparison/manifest-lines.ts';
import { writeLines } from '../../src/disk/write-lines.ts';
import { InputError } from '../../src/index.ts';
import { scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();

const manifest: FrameManifest = {
  plotreelFrames: 1,
  video: {
    ...{ container: 'mp4', codec: 'avc1.64000b', frames: 2, width: 160, height: 90, fps: '30/1', duration: 0.066667 },
    colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
  },
  versions: { plotreel: '1.2.3', ffmpeg: '5.1' },
  picture: { width: 128, height: 72 },
  frames: [
    { index: 0, drawn: '0123abcd', decoded: 'a'.repeat(64), picture: 'iVBORw0KGgo=' },
    { index: 1, drawn: '0123abce', decoded: 'b'.repeat(64) },
  ],
};

test('writeFrameManifest() writes what readFrameManifest() reads, a line per frame', async () => {
  const path = join(folder, 'good.frames.json');
  await writeFrameManifest(manifest, path);
  expect(await readFrameManifest(path)).toEqual(manifest);
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines.filter((line) => line.startsWith('{"index":'))).toHaveLength(2);
  expect(lines.at(-1)).toBe('');
});

test('readFrameManifest() reads what was laid out otherwise', async () => {
  const path = join(folder, 'laid-out.frames.json');
  for (const text of [JSON.stringify(manifest), JSON.stringify(manifest, null, 2), `${JSON.stringify(manifest)}\n\n`]) {
    writeFileSync(path, text);
    expect(await readFrameManifest(path)).toEqual(manifest);
  }
});

test('writeFrameManifest() leaves the manifest that was there when it fails in the middle', async () => {
  const path = join(folder, 'kept', 'kept.frames.json');
  await writeFrameManifest(manifest, path);
  const frames = [...manifest.frames];
  Object.defineProperty(frames, 1, {
    get() {
      throw new Error('no more');
    },
  });
  await expect(writeFrameManifest({ ...manifest, frames }, path)).rejects.toThrow('no more');
  expect(await readFrameManifest(path)).toEqual(manifest);
  expect(readdirSync(join(folder, 'kept'))).toEqual(['kept.frames.json']);
});

describe('manifestLines() and parseManifestLines()', () => {
  const { frames: _, ...head } = manifest;
  const picture = 'A'.repeat(10_000);
  const long = function* () {
    for (let index = 0; index < 1000; index++) yield { index, decoded: 'a'.repeat(64), picture };
  };

  test('hold a line at a time of a manifest of any length', async () => {
    const path = join(folder, 'long.frames.json');
    let longest = 0;
    const pieces = async function* () {
      for await (const piece of manifestLines(head, long())) {
        longest = Math.max(longest, piece.length);
        yield piece;
      }
    };
    await writeLines(path, pieces());
    expect(longest).toBeLessThan(picture.length + 200);
    expect(await parseManifestLines(path)).toEqual({ ...head, frames: [...long()] });
  });

  test.each<[what: string, text: string]>([
    ['a text in one line', JSON.stringify(manifest)],
    ['a text that was cut', '{"plotreelFrames":1,\n"frames":[\n{"index":0},\n{"index":1}'],
    ['a text that goes on', '{"plotreelFrames":1,\n"frames":[\n{"index":0}\n]}\n{}'],
    ['a line that is no JSON', '{"plotreelFrames":1,\n"frames":[\n{"index":}\n]}\n'],
    ['a line that does not end', `{"plotreelFrames":"${'1'.repeat(5_000_000)}`],
    ['nothing', ''],
  ])('leave %s to others', async (what, text) => {
    const path = join(folder, `${what}.txt`);
    writeFileSync(path, text);
    expect(await parseManifestLines(path)).toBeUndefined();
  });
});

describe('readFrameManifest() says in one line what is wrong with', () => {
  test.each<[what: string, content: string | undefined, message: RegExp]>([
    ['a file that is not there', undefined, /^InputError: There is no manifest .*that is not there\.json$/],
    ['no JSON', 'index 0', /is no manifest of frames/],
    ['other JSON', '{"data":[]}', /is no manifest of frames/],
    ['null', 'null', /is no manifest of frames/],
    ['another format', '{"plotreelFrames":2}', /is a manifest of format 2; this plotreel reads format 1/],
    ['no frames', JSON.stringify({ ...manifest, frames: [] }), /is damaged: frames:/],
    [
      'a rate that is none',
      JSON.stringify({ ...manifest, video: { ...manifest.video, fps: '30/0' } }),
      /: video\.fps:/,
    ],
    [
      'a hash that is none',
      JSON.stringify({ ...manifest, frames: [{ index: 0, decoded: 'a' }] }),
      /: frames\.0\.decoded:/,
    ],
    [
      'fewer frames than it says',
      JSON.stringify({ ...manifest, frames: manifest.frames.slice(0, 1) }),
      /is damaged: frames: Expected 2 frames, got 1$/,
    ],
    [
      'a frame at another place',
      JSON.stringify({ ...manifest, frames: manifest.frames.map((frame) => ({ ...frame, index: 0 })) }),
      /is damaged: frames\.1\.index: Expected 1, got 0$/,
    ],
    [
      'a first frame without a picture',
      JSON.stringify({ ...manifest, frames: manifest.frames.map(({ picture: _, ...frame }) => frame) }),
      /is damaged: frames\.0\.picture: The first frame has none$/,
    ],
    [
      'pictures of another size',
      JSON.stringify({ ...manifest, picture: { width: 65536, height: 65536 } }),
      /is damaged: picture: Expected 128x72, got 65536x65536$/,
    ],
    ['a key of nobody', JSON.stringify({ ...manifest, more: 1 }), /is damaged:/],
  ])('%s', async (what, content, message) => {
    const path = join(folder, `${what}.json`);
    if (content !== undefined) writeFileSync(path, content);
    const error: unknown = await readFrameManifest(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('\n');
  });
});
