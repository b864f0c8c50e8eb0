import { PNG } from 'pngjs';

/** @param rgba straight alpha, 4 bytes per pixel */
export function encodePng(rgba: Buffer, { width, height }: { width: number; height: number }): Buffer {
  const png = new PNG({ width, height });
  png.data = rgba;
  return PNG.sync.write(png);
}
