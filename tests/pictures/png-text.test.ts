import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { encodePng } from '../../src/pictures/encode-png.ts';
import { pngText, withPngText } from '../../src/pictures/png-text.ts';
import { decodePng } from '../support/pictures.ts';

const size = { width: 3, height: 2 };
const pixels = Buffer.from(Array.from({ length: 24 }, (_, i) => i * 10));
const png = encodePng(pixels, size);

test('withPngText() adds texts that pngText() finds by their keywords, and leaves the picture as it is', () => {
  const told = withPngText(withPngText(png, 'one', 'first'), 'two', '');
  expect([pngText(told, 'one'), pngText(told, 'two'), pngText(told, 'on')]).toEqual(['first', '', undefined]);
  // It checks the CRC of each chunk.
  expect(PNG.sync.read(told, { checkCRC: true })).toMatchObject(size);
  expect(decodePng(told).pixels.equals(pixels)).toBe(true);
});

test('pngText() of a PNG without texts, or of one that is cut off, is undefined', () => {
  expect(pngText(png, 'one')).toBeUndefined();
  expect(pngText(withPngText(png, 'one', 'first').subarray(0, 30), 'one')).toBeUndefined();
});
