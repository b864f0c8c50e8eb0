import { describe, expect, it } from 'vitest';
import { comparePictures } from '../../src/farm/compare-pictures.ts';

const SIZE = { width: 100, height: 50 };

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A white picture of RGBA pixels. */
function white({ width, height } = SIZE): Uint8Array {
  return new Uint8Array(width * height * 4).fill(255);
}

/** Fills a rectangle with a colour. */
function fill(picture: Uint8Array, rectangle: Rectangle, [red, green, blue, alpha = 255]: number[]): Uint8Array {
  const { x, y, width, height } = rectangle;
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      picture.set([red ?? 0, green ?? 0, blue ?? 0, alpha], (row * SIZE.width + column) * 4);
    }
  }
  return picture;
}

const compare = (actual: Uint8Array, expected = white()) => comparePictures({ ...SIZE, actual, expected });

describe('comparePictures()', () => {
  it('takes equal pictures', () => {
    const picture = Uint8Array.from({ length: SIZE.width * SIZE.height * 4 }, (_, i) => (i * 37) % 256);
    expect(compare(picture, picture.slice())).toBeUndefined();
  });

  it('takes rounding: one level everywhere', () => {
    expect(compare(white().fill(254))).toBeUndefined();
  });

  it('refuses two levels everywhere', () => {
    expect(compare(white().fill(253))).toMatch(/^40\.9 dB instead of at least 45, most at x 0, y 0$/);
  });

  it.each([
    { channel: 'red', colour: [0, 255, 255] },
    { channel: 'green', colour: [255, 0, 255] },
    { channel: 'blue', colour: [255, 255, 0] },
    { channel: 'alpha', colour: [255, 255, 255, 0] },
  ])('looks at $channel', ({ colour }) => {
    expect(compare(fill(white(), { x: 0, y: 0, ...SIZE }, colour))).toMatch(/^4\.8 dB instead/);
  });

  it('refuses a blank picture in place of a drawn one', () => {
    const drawn = fill(white(), { x: 10, y: 10, width: 80, height: 30 }, [200, 100, 50]);
    expect(compare(white(), drawn)).toMatch(/ dB instead of at least 45/);
  });

  it('names the place where the pictures differ most', () => {
    const actual = white();
    fill(actual, { x: 3, y: 3, width: 4, height: 4 }, [200, 200, 200]);
    fill(actual, { x: 70, y: 35, width: 8, height: 8 }, [0, 0, 0]);
    expect(compare(actual)).toMatch(/ at x 64, y 32$/);
  });

  it('names a place in the last column and row, which may be narrower', () => {
    const actual = fill(white(), { x: 98, y: 48, width: 2, height: 2 }, [0, 0, 0]);
    expect(compare(actual)).toMatch(/ at x 96, y 48$/);
  });

  it('refuses one region that one sees, in a large picture with little difference', () => {
    const size = { width: 1000, height: 1000 };
    const actual = white(size);
    // 5 × 5 pixels, less than a letter: 46 dB over the whole picture
    for (let i = 0; i < 25; i++) actual.set([0, 0, 0], ((320 + (i % 5)) * size.width + 640 + Math.floor(i / 5)) * 4);
    const problem = comparePictures({ ...size, actual, expected: white(size) });
    expect(problem).toMatch(/^a region differs by \d+ of 255 levels, at x 640, y 320$/);
  });

  it('takes single pixels at the edges of lines', () => {
    const size = { width: 1000, height: 1000 };
    const actual = white(size);
    for (let x = 0; x < size.width; x += 4) actual.set([230, 230, 230], (500 * size.width + x) * 4);
    expect(comparePictures({ ...size, actual, expected: white(size) })).toBeUndefined();
  });

  it('takes pictures smaller than a region', () => {
    const one = Uint8Array.of(1, 2, 3, 4);
    expect(comparePictures({ width: 1, height: 1, actual: one, expected: one })).toBeUndefined();
    expect(comparePictures({ width: 1, height: 1, actual: Uint8Array.of(255, 255, 255, 4), expected: one })).toMatch(
      / dB instead of at least 45, most at x 0, y 0$/,
    );
  });
});
