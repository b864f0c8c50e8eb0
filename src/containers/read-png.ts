import { OutputError } from '../errors.ts';
import { withByteFile } from './byte-file.ts';
import type { VideoFacts } from './video-facts.ts';

/** Colour types that have alpha: grey and RGB. */
const WITH_ALPHA = [4, 6];

/** Reads a PNG or APNG chunk by chunk (PNG, third edition). @throws OutputError when it is cut off */
export async function readPng(path: string): Promise<VideoFacts> {
  return withByteFile(path, async (file) => {
    const header = await file.read(0, 33);
    let [frames, duration, loopCount, announced] = [0, 0, 0, 0];
    let type = '';
    for (let at = 8; type !== 'IEND'; ) {
      const head = await file.read(at, 8);
      const length = head.readUInt32BE(0);
      type = head.toString('latin1', 4);
      if (type === 'acTL') {
        const animation = await file.read(at + 8, 8);
        [announced, loopCount] = [animation.readUInt32BE(0), animation.readUInt32BE(4)];
      } else if (type === 'fcTL') {
        frames++;
        const control = await file.read(at + 8, 26);
        // A denominator of 0 means hundredths.
        duration += control.readUInt16BE(20) / (control.readUInt16BE(22) || 100);
      }
      at += 12 + length;
      if (at > file.size) throw new OutputError(`${path} is cut off`);
    }
    if (frames !== announced) throw new OutputError(`${path} has ${frames} frames instead of ${announced}`);
    const still = announced === 0;
    return {
      ...{ container: still ? 'png' : 'apng', codec: still ? 'png' : 'apng', bytes: file.size },
      ...{ frames: still ? 1 : frames, duration, fps: frames / duration || 0 },
      ...{ width: header.readUInt32BE(16), height: header.readUInt32BE(20) },
      ...{ alpha: WITH_ALPHA.includes(header[25] ?? 0), loopCount: still ? undefined : loopCount },
      ...{ colour: undefined, fastStart: undefined },
    };
  });
}
