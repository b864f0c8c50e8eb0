import { OutputError } from '../../errors.ts';
import type { SegmentStream } from './segment-stream.ts';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Splices PNGs that stand one after the other: as they are (PNG, third edition, section 5). */
export async function* splicePictures({ bytes, frames }: SegmentStream): AsyncGenerator<Buffer> {
  const { name } = bytes;
  let done = 0;
  for (let start = await bytes.read(8); start; start = await bytes.read(8)) {
    if (!start.equals(SIGNATURE)) throw new OutputError(`${name} is broken: frame ${done} is no PNG`);
    yield start;
    let type = '';
    while (type !== 'IEND') {
      const head = await bytes.need(8);
      type = head.toString('latin1', 4);
      yield head;
      // The checksum follows.
      yield* bytes.pass(head.readUInt32BE(0) + 4);
    }
    done++;
  }
  if (done !== frames) throw new OutputError(`${name} has ${done} frames instead of ${frames}`);
}
