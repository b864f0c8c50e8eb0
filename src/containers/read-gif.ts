import { OutputError } from '../errors.ts';
import { type ByteFile, withByteFile } from './byte-file.ts';
import type { VideoFacts } from './video-facts.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;

/** Reads a GIF block by block (GIF89a). @throws OutputError when it is cut off or broken */
export async function readGif(path: string): Promise<VideoFacts> {
  return withByteFile(path, async (file) => {
    const screen = await file.read(0, 13);
    const facts = { frames: 0, hundredths: 0, alpha: false, loopCount: 1 };
    let at = 13 + paletteBytes(screen[10]);
    while (true) {
      const [kind = 0] = await file.read(at, 1);
      if (kind === TRAILER) break;
      if (kind === EXTENSION) {
        await readExtension(file, at + 1, facts);
        at = await skipBlocks(file, at + 2);
      } else if (kind === IMAGE) {
        facts.frames++;
        const image = await file.read(at, 10);
        // After a palette of its own, the length of its codes.
        at = await skipBlocks(file, at + 10 + paletteBytes(image[9]) + 1);
      } else {
        throw new OutputError(`${path} is broken: no block begins with ${kind}, at byte ${at}`);
      }
    }
    const { frames, alpha, loopCount } = facts;
    const duration = facts.hundredths / 100;
    return {
      ...{ container: 'gif', codec: 'gif', bytes: file.size, frames, duration, fps: frames / duration || 0 },
      ...{ width: screen.readUInt16LE(6), height: screen.readUInt16LE(8), alpha, loopCount },
      ...{ colour: undefined, fastStart: undefined },
    };
  });
}

function paletteBytes(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

async function readExtension(
  file: ByteFile,
  at: number,
  facts: { hundredths: number; alpha: boolean; loopCount: number },
): Promise<void> {
  const [label] = await file.read(at, 1);
  if (label === GRAPHIC_CONTROL) {
    const block = await file.read(at + 1, 6);
    facts.hundredths += block.readUInt16LE(2);
    // A method of 2 clears the frame before the next: only what is transparent needs that.
    if ((block[1] ?? 0) >> 2 === 2) facts.alpha = true;
  }
  if (label === APPLICATION && (await file.read(at + 2, 11)).toString('latin1') === 'NETSCAPE2.0') {
    const repeats = (await file.read(at + 13, 4)).readUInt16LE(2);
    facts.loopCount = repeats === 0 ? 0 : repeats + 1;
  }
}

/** Skips blocks of up to 255 bytes, each after its length, to behind the empty one that ends them. */
async function skipBlocks(file: ByteFile, start: number): Promise<number> {
  let at = start;
  while (true) {
    const [length = 0] = await file.read(at, 1);
    at += 1 + length;
    if (length === 0) return at;
  }
}
