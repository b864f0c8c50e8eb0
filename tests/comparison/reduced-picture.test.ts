import { PNG } from 'pngjs';
import { describe, expect, test, vi } from 'vitest';
import { decodePlanes, encodePlanes, planesBytes } from '../../src/comparison/reduced-picture.ts';
import { InputError } from '../../src/index.ts';

const SIZE = { width: 16, height: 32 };
const planes = Buffer.from(Array.from({ length: planesBytes(SIZE) }, (_, i) => i % 251));
const good = Buffer.from(encodePlanes(planes, SIZE), 'base64');

/** The same picture with a byte of another value. */
function changed(at: number, value: number): Buffer {
  const bytes = Buffer.from(good);
  bytes[at] = value;
  return bytes;
}

test('decodePlanes() reads what encodePlanes() wrote', () => {
  expect(decodePlanes(good.toString('base64'), SIZE).equals(planes)).toBe(true);
});

describe('decodePlanes() refuses, before it unpacks it,', () => {
  test.each<[what: string, png: Buffer]>([
    ['a picture of another width', PNG.sync.write(new PNG({ width: 3000, height: 48 }))],
    ['a picture of another height', changed(20, 200)],
    ['a picture in colour', PNG.sync.write(new PNG({ width: 16, height: 48 }))],
    ['an interlaced picture', changed(28, 1)],
    ['what is no picture', Buffer.from('picture')],
  ])('%s', (_, png) => {
    const read = vi.spyOn(PNG.sync, 'read');
    expect(() => decodePlanes(png.toString('base64'), SIZE)).toThrow(InputError);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });
});
