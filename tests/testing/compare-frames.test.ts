import { expect, test } from 'vitest';
import { compareFrames } from '../../src/testing/compare-frames.ts';

const size = { width: 20, height: 10 };

/** A white picture with a box of a colour in it. */
function picture(box = { x: 0, y: 0, width: 0, height: 0 }, colour: readonly number[] = [0, 0, 0, 255]): Buffer {
  const pixels = Buffer.alloc(size.width * size.height * 4, 255);
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) pixels.set(colour, (y * size.width + x) * 4);
  return pixels;
}

test('compareFrames() finds nothing in equal pictures', () => {
  expect(compareFrames({ ...size, threshold: 0, actual: picture(), expected: picture() })).toBeUndefined();
});

test('compareFrames() says how many pixels differ, where, and where most', () => {
  const box = { x: 3, y: 2, width: 8, height: 5 };
  const actual = picture(box, [200, 255, 255, 255]);
  actual.set([255, 0, 255, 255], (4 * size.width + 6) * 4);
  const found = compareFrames({ ...size, threshold: 0.01, actual, expected: picture() });
  expect(found).toMatchObject({ pixels: 40, box, largest: { levels: 255, x: 6, y: 4 } });
  // Red where they differ, the faded picture elsewhere.
  expect([...(found?.picture.subarray((2 * 20 + 3) * 4).subarray(0, 4) ?? [])]).toEqual([255, 0, 0, 255]);
  expect([...(found?.picture.subarray(0, 4) ?? [])]).toEqual([255, 255, 255, 255]);
});

test('compareFrames() takes colours for the same that are less apart than the threshold', () => {
  const pair = {
    ...size,
    actual: picture({ x: 3, y: 2, width: 8, height: 5 }, [245, 245, 245, 255]),
    expected: picture(),
  };
  expect(compareFrames({ ...pair, threshold: 0.1 })).toBeUndefined();
  expect(compareFrames({ ...pair, threshold: 0.01 })).toMatchObject({ pixels: 40, largest: { levels: 10 } });
});

test('compareFrames() sees what is in alpha alone', () => {
  const box = { x: 3, y: 2, width: 8, height: 5 };
  const pair = { ...size, actual: picture(box, [255, 255, 255, 0]), expected: picture() };
  expect(compareFrames({ ...pair, threshold: 0.1 })).toMatchObject({ largest: { levels: 255 } });
});

test('compareFrames() leaves out edges that are smoothed otherwise', () => {
  /** The left of a slanted edge is dark; `smooth` is the pixel at the edge. */
  const slanted = (smooth: number): Buffer => {
    const pixels = picture();
    for (let y = 0; y < size.height; y++) {
      const edge = 5 + Math.floor(y / 2);
      pixels.fill(0, y * size.width * 4, (y * size.width + edge) * 4);
      for (let x = 0; x < edge; x++) pixels.writeUInt8(255, (y * size.width + x) * 4 + 3);
      pixels.set([smooth, smooth, smooth, 255], (y * size.width + edge) * 4);
    }
    return pixels;
  };
  const pair = { ...size, actual: slanted(90), expected: slanted(170) };
  expect(compareFrames({ ...pair, threshold: 0.1 })).toBeUndefined();
});
