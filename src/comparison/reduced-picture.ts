import { PNG } from 'pngjs';
import { InputError } from '../errors.ts';
import type { Picture } from './difference-pictures.ts';
import type { Size } from './seen.ts';

const GREY = { colorType: 0, inputColorType: 0, inputHasAlpha: false } as const;

/** Bytes of a 4:2:0 picture with even sides. */
export function planesBytes({ width, height }: Size): number {
  return (width * height * 3) / 2;
}

/**
 * A 4:2:0 picture as a grey PNG in base64, once and a half as high: luma, and below it both chroma planes. These add half
 * to its size, and show a line that is red instead of blue, of which luma knows next to nothing.
 */
export function encodePlanes(planes: Buffer, { width, height }: Size): string {
  const png = new PNG({ width, height: height * 1.5 });
  png.data = planes;
  return PNG.sync.write(png, { ...GREY, deflateLevel: 9 }).toString('base64');
}

/** @throws InputError when it is no such picture */
export function decodePlanes(base64: string, { width, height }: Size): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  let png: PNG | undefined;
  try {
    // Before it is unpacked: a few kB can hold a picture that takes all memory.
    if (headerOf(bytes).equals(header({ width, height: height * 1.5 }))) png = PNG.sync.read(bytes);
  } catch {
    // Refused below.
  }
  if (png?.width !== width || png.height !== height * 1.5) throw new InputError('A picture in the manifest is damaged');
  // Grey comes as red, green, blue, alpha.
  const { data } = png;
  return Buffer.from(data.filter((_, i) => i % 4 === 0));
}

/** What follows the signature: the header's length and name, size, 8 bits of grey, neither of the other filters nor interlaced. */
function header({ width, height }: Size): Buffer {
  const bytes = Buffer.from('0000000d4948445200000000000000000800000000', 'hex');
  bytes.writeUInt32BE(width, 8);
  bytes.writeUInt32BE(height, 12);
  return bytes;
}

function headerOf(png: Buffer): Buffer {
  return png.subarray(8, 29);
}

/** What a 4:2:0 picture shows (BT.709, limited range). */
export function toPicture(planes: Buffer, { width, height }: Size): Picture {
  const rgba = Buffer.alloc(width * height * 4);
  const quarter = (width * height) / 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const chroma = width * height + (y >> 1) * (width / 2) + (x >> 1);
      const luma = (255 / 219) * ((planes[i] ?? 0) - 16);
      const blue = (255 / 224) * ((planes[chroma] ?? 0) - 128);
      const red = (255 / 224) * ((planes[chroma + quarter] ?? 0) - 128);
      const levels = [luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue, 255];
      rgba.set(
        levels.map((level) => Math.max(0, Math.min(255, Math.round(level)))),
        i * 4,
      );
    }
  }
  return { width, height, rgba };
}
