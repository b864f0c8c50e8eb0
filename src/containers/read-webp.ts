import { OutputError } from '../errors.ts';
import { withByteFile } from './byte-file.ts';
import type { VideoFacts } from './video-facts.ts';

/** What an animated WebP says, and where it says how long its last frame lasts. */
export interface WebpFacts extends VideoFacts {
  /** Milliseconds. */
  lastDuration: { value: number; at: number };
}

/** Reads an animated WebP chunk by chunk (RFC 9649). @throws OutputError when it is cut off or is none */
export async function readWebp(path: string): Promise<WebpFacts> {
  return withByteFile(path, async (file) => {
    const end = 8 + (await file.read(4, 4)).readUInt32LE(0);
    if (end > file.size) throw new OutputError(`${path} is cut off`);
    let [frames, milliseconds, loopCount, width, height, alpha] = [0, 0, 0, 0, 0, false];
    const lastDuration = { value: 0, at: 0 };
    for (let at = 12; at < end; ) {
      const head = await file.read(at, 8);
      const [type, length] = [head.toString('latin1', 0, 4), head.readUInt32LE(4)];
      const body = at + 8;
      if (type === 'VP8X') {
        const canvas = await file.read(body, 10);
        alpha = ((canvas[0] ?? 0) & 0x10) !== 0;
        [width, height] = [canvas.readUIntLE(4, 3) + 1, canvas.readUIntLE(7, 3) + 1];
      } else if (type === 'ANIM') {
        loopCount = (await file.read(body + 4, 2)).readUInt16LE(0);
      } else if (type === 'ANMF') {
        frames++;
        lastDuration.at = body + 12;
        lastDuration.value = (await file.read(lastDuration.at, 3)).readUIntLE(0, 3);
        milliseconds += lastDuration.value;
      }
      at = body + length + (length % 2);
    }
    if (frames === 0) throw new OutputError(`${path} has no frames`);
    const duration = milliseconds / 1000;
    return {
      ...{ container: 'webp', codec: 'webp', bytes: file.size, frames, width, height, duration },
      ...{ fps: frames / duration || 0, alpha, loopCount, lastDuration },
      ...{ colour: undefined, fastStart: undefined },
    };
  });
}
