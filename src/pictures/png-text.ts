import { crc32 } from 'node:zlib';

/** Before it are 8 bytes of signature and the chunks; of itself it has 12: length 0, name, CRC. */
const END_BYTES = 12;

/** A copy of a PNG with a text that no picture shows, a tEXt chunk (PNG, third edition, 11.3.3.2). @param keyword 1 to 79 letters @param text ASCII */
export function withPngText(png: Buffer, keyword: string, text: string): Buffer {
  const content = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1');
  const chunk = Buffer.alloc(4 + content.length + 4);
  chunk.writeUInt32BE(content.length - 4);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), 4 + content.length);
  return Buffer.concat([png.subarray(0, -END_BYTES), chunk, png.subarray(-END_BYTES)]);
}

/** The text of that keyword in a whole PNG; undefined when it has none. */
export function pngText(png: Buffer, keyword: string): string | undefined {
  const start = `tEXt${keyword}\0`;
  for (let at = 8; at + END_BYTES <= png.length; at += 12 + png.readUInt32BE(at)) {
    const content = png.toString('latin1', at + 4, at + 8 + png.readUInt32BE(at));
    if (content.startsWith(start)) return content.slice(start.length);
  }
  return undefined;
}
