import { expect, test } from 'vitest';
import { pictureDifference } from '../../src/check/picture-difference.ts';

const [width, height] = [7, 5];

/** A grey picture with some bytes changed: pixel, channel, value. */
function picture(...changes: (readonly [x: number, y: number, channel: number, value: number])[]) {
  const pixels = Buffer.alloc(width * height * 4, 100);
  for (const [x, y, channel, value] of changes) pixels[(y * width + x) * 4 + channel] = value;
  return { width, height, pixels };
}

test('pictureDifference() finds none between equal pictures', () => {
  expect(pictureDifference(picture(), picture())).toBeUndefined();
});

test.each([
  ['one pixel', picture([3, 2, 0, 101]), { pixels: 1, largest: 1, box: { x: 3, y: 2, width: 1, height: 1 } }],
  ['its alpha', picture([3, 2, 3, 90]), { pixels: 1, largest: 10, box: { x: 3, y: 2, width: 1, height: 1 } }],
  [
    'corners',
    picture([0, 0, 0, 0], [6, 4, 2, 255], [6, 4, 1, 0]),
    { pixels: 2, largest: 155, box: { x: 0, y: 0, width: 7, height: 5 } },
  ],
])('pictureDifference() says how much differs and where: %s', (_, other, expected) => {
  expect(pictureDifference(other, picture())).toEqual(expected);
  expect(pictureDifference(picture(), other)).toEqual(expected);
});
