import { PNG } from 'pngjs';

/** A PNG's pixels as blue, green, red, alpha, as raw frames have them. */
export function decodeBgra(png: Buffer): { width: number; height: number; pixels: Buffer } {
  const { width, height, data } = PNG.sync.read(png);
  const pixels = Buffer.from(data);
  for (let i = 0; i < pixels.length; i += 4) {
    pixels[i] = data[i + 2] ?? 0;
    pixels[i + 2] = data[i] ?? 0;
  }
  return { width, height, pixels };
}

/** How many pixels have this colour, give or take 2 of 255 levels. */
export function countColour(bgra: Buffer, [red, green, blue]: readonly [number, number, number]): number {
  const near = (value: number | undefined, wanted: number) => Math.abs((value ?? 0) - wanted) <= 2;
  let count = 0;
  for (let i = 0; i < bgra.length; i += 4) {
    if (near(bgra[i], blue) && near(bgra[i + 1], green) && near(bgra[i + 2], red)) count++;
  }
  return count;
}

/** How many pixels are not of the picture's most frequent colour. */
export function inkedPixels(bgra: Buffer): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < bgra.length; i += 4) {
    const colour = bgra.readUInt32LE(i);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return bgra.length / 4 - Math.max(...counts.values());
}
