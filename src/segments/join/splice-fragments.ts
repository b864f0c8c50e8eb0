import type { FrameTicks } from '../../encoder/segment-args.ts';
import { OutputError } from '../../errors.ts';
import type { ByteStream } from './byte-stream.ts';
import { readFragment, readTicksPerSecond, writeFragment } from './fragment.ts';
import { headersDiffer, type SegmentStream, type Splice } from './segment-stream.ts';

/**
 * Splices fragmented MP4 or MOV files (ISO/IEC 14496-12, section 8.8): the header of the first, then the fragments of
 * all, each moved to its place in the video.
 *
 * Frames are decoded one after the other, so the nth to be decoded has the time n × `perFrame`, exactly; when each is shown
 * is told by its offset from there.
 */
export function spliceFragments({ perSecond, perFrame: ticks }: FrameTicks): Splice {
  let header: Buffer | undefined;
  // How long frames wait between decoding and showing, for those that are shown before what is decoded before them.
  let delay: number | undefined;
  let sequence = 0;

  return async function* ({ bytes, first, frames }: SegmentStream) {
    const { name } = bytes;
    const own = Buffer.concat([await readBoxOf('ftyp', bytes), await readBoxOf('moov', bytes, perSecond)]);
    if (!header) yield own;
    else if (!own.equals(header)) throw headersDiffer(name);
    header = own;
    let done = 0;
    // What a segment of few frames lacks of the delay: an encoder that is at its end at once does not wait.
    let lacking = 0;
    for (let box = await readBox(bytes); box; box = await readBox(bytes)) {
      // An index of the file by itself.
      if (box.type === 'mfra' || box.type === 'sidx') {
        await bytes.need(box.length);
        continue;
      }
      if (box.type !== 'moof') throw new OutputError(`${name} is broken: ${box.type} instead of a fragment`);
      const fragment = readFragment(await bytes.need(box.length), { name, ticks, max: frames - done });
      if (fragment.time !== done * ticks) throw new OutputError(`${name} is broken: frame ${done} has a wrong time`);
      if (done === 0) {
        const own = fragment.samples[0]?.offset ?? 0;
        delay ??= own;
        lacking = delay - own;
        if (lacking < 0) throw tooShort(name);
      }
      const data = await readBox(bytes);
      if (!data) throw new OutputError(`${name} is cut off`);
      if (data.type !== 'mdat') throw new OutputError(`${name} is broken: no frames in a fragment`);
      if (data.length !== fragment.bytes) throw new OutputError(`${name} is broken: frames of a wrong size`);
      yield writeFragment(fragment, { sequence: ++sequence, time: (first + done) * ticks, lacking });
      yield boxHead('mdat', data.length);
      yield* bytes.pass(data.length);
      done += fragment.samples.length;
    }
    if (done !== frames) throw new OutputError(`${name} has ${done} frames instead of ${frames}`);
  };
}

/** The times of what is joined already cannot be changed. */
function tooShort(name: string): OutputError {
  return new OutputError(
    `${name} has frames out of order, and the first segment is too short for that: plan longer ones`,
  );
}

/** Reads one of the boxes that precede the fragments, which describe the file and its frames. */
async function readBoxOf(type: 'ftyp' | 'moov', bytes: ByteStream, perSecond?: number): Promise<Buffer> {
  const { name } = bytes;
  const box = await readBox(bytes);
  if (!box) throw new OutputError(`${name} is cut off`);
  if (box.type !== type) throw new OutputError(`${name} is broken: it has no ${type} where it must be`);
  const content = await bytes.need(box.length);
  if (perSecond !== undefined && readTicksPerSecond(content) !== perSecond) {
    throw new OutputError(`${name} is broken: it has another frame rate`);
  }
  return Buffer.concat([boxHead(type, box.length), content]);
}

/** Bytes of the type and length before each box. */
const HEAD_BYTES = 8;

/** The type of the next box and the length of what is in it, undefined at the end. */
async function readBox(bytes: ByteStream): Promise<{ type: string; length: number } | undefined> {
  const head = await bytes.read(HEAD_BYTES);
  if (!head) return undefined;
  const length = head.readUInt32BE(0) - HEAD_BYTES;
  if (length < 0) throw new OutputError(`${bytes.name} is broken: a box without a length`);
  return { type: head.toString('latin1', 4), length };
}

function boxHead(type: string, length: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(HEAD_BYTES + length);
  head.write(type, 4, 'latin1');
  return head;
}
