import { OutputError } from '../../errors.ts';

/** A fragment: some frames in the order in which they are decoded (ISO/IEC 14496-12, section 8.8). */
export interface Fragment {
  /** Ticks, of the first frame. */
  time: number;
  /** Ticks that each frame lasts. */
  ticks: number;
  samples: Sample[];
  /** Bytes of all frames. */
  bytes: number;
}

export interface Sample {
  bytes: number;
  flags: number;
  /** Ticks from when it is decoded to when it is shown. */
  offset: number;
}

/** Which fields tfhd and trun have. */
const HAS = {
  defaultDescription: 0x2,
  defaultDuration: 0x8,
  defaultBytes: 0x10,
  defaultFlags: 0x20,
  dataOffset: 0x1,
  firstFlags: 0x4,
  duration: 0x100,
  bytes: 0x200,
  flags: 0x400,
  offset: 0x800,
};
/** Places are counted from the fragment's own start. */
const BASE_IS_FRAGMENT = 0x20000;

/** Reads how many ticks of the only track are a second, undefined where the header of a file does not tell. */
export function readTicksPerSecond(moov: Buffer): number | undefined {
  try {
    const mdhd = ['trak', 'mdia', 'mdhd'].reduce((content, type) => only(children(content), type), moov);
    // Version 1 has times of 8 bytes.
    return mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
  } catch {
    return undefined;
  }
}

/** What a fragment must be. */
export interface ExpectedFragment {
  /** What the segment is called in errors. */
  name: string;
  /** Ticks that each frame lasts. */
  ticks: number;
  /** How many frames it may have at most. */
  max: number;
}

/** Reads what is in a moof. @throws OutputError when it is not what it must be */
export function readFragment(moof: Buffer, { name, ticks, max }: ExpectedFragment): Fragment {
  const broken = (what: string) => new OutputError(`${name} is broken: ${what}`);
  try {
    const boxes = children(moof);
    const traf = children(only(boxes, 'traf'));
    const defaults = readDefaults(only(traf, 'tfhd'));
    const tfdt = only(traf, 'tfdt');
    const time = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
    const samples = readSamples(only(traf, 'trun'), { defaults, max });
    if (samples.length === 0) throw broken('a fragment without frames');
    if (samples.some(({ duration }) => duration !== ticks)) throw broken('a frame of a wrong duration');
    return { time, ticks, samples, bytes: samples.reduce((sum, sample) => sum + sample.bytes, 0) };
  } catch (error) {
    if (error instanceof OutputError) throw error;
    // A length that leads out of the buffer.
    throw broken('a fragment that cannot be read');
  }
}

/** The same as a moof, at another time. @param lacking ticks that are added to the offset of each frame */
export function writeFragment(
  { ticks, samples }: Fragment,
  { sequence, time, lacking }: { sequence: number; time: number; lacking: number },
): Buffer {
  const tfdt = Buffer.alloc(12);
  tfdt[0] = 1;
  tfdt.writeBigUInt64BE(BigInt(time), 4);
  const rows = Buffer.alloc(12 * samples.length);
  samples.forEach((sample, i) => {
    rows.writeUInt32BE(sample.bytes, 12 * i);
    rows.writeUInt32BE(sample.flags, 12 * i + 4);
    rows.writeUInt32BE(sample.offset + lacking, 12 * i + 8);
  });
  const trun = (dataOffset: number) =>
    box('trun', words(HAS.dataOffset | HAS.bytes | HAS.flags | HAS.offset, samples.length, dataOffset), rows);
  const moof = (dataOffset: number) =>
    box(
      'moof',
      box('mfhd', words(0, sequence)),
      box(
        'traf',
        box('tfhd', words(BASE_IS_FRAGMENT | HAS.defaultDuration, 1, ticks)),
        box('tfdt', tfdt),
        trun(dataOffset),
      ),
    );
  // The frames follow in a box of their own.
  return moof(moof(0).length + 8);
}

interface Defaults {
  duration: number | undefined;
  bytes: number | undefined;
  flags: number | undefined;
}

function readDefaults(tfhd: Buffer): Defaults {
  const flags = tfhd.readUIntBE(1, 3);
  if ((flags & BASE_IS_FRAGMENT) === 0 || (flags & 1) !== 0) throw new RangeError('places are counted from elsewhere');
  let at = 8;
  const field = (flag: number) => {
    if ((flags & flag) === 0) return undefined;
    at += 4;
    return tfhd.readUInt32BE(at - 4);
  };
  field(HAS.defaultDescription);
  return { duration: field(HAS.defaultDuration), bytes: field(HAS.defaultBytes), flags: field(HAS.defaultFlags) };
}

function readSamples(
  trun: Buffer,
  { defaults, max }: { defaults: Defaults; max: number },
): (Sample & { duration: number })[] {
  const flags = trun.readUIntBE(1, 3);
  const count = trun.readUInt32BE(4);
  if (count > max) throw new RangeError('more frames than there can be');
  let at = 8;
  const field = (flag: number) => {
    if ((flags & flag) === 0) return undefined;
    at += 4;
    return trun.readUInt32BE(at - 4);
  };
  field(HAS.dataOffset);
  const firstFlags = field(HAS.firstFlags);
  return Array.from({ length: count }, (_, i) => ({
    duration: required(field(HAS.duration) ?? defaults.duration),
    bytes: required(field(HAS.bytes) ?? defaults.bytes),
    flags: required(field(HAS.flags) ?? (i === 0 ? firstFlags : undefined) ?? defaults.flags),
    offset: field(HAS.offset) ?? 0,
  }));
}

function required(value: number | undefined): number {
  if (value === undefined) throw new RangeError('neither the frame nor the fragment says it');
  return value;
}

/** The boxes in a box, by type. */
function children(content: Buffer): [type: string, content: Buffer][] {
  const found: [string, Buffer][] = [];
  for (let at = 0; at < content.length; ) {
    const length = content.readUInt32BE(at);
    if (length < 8 || at + length > content.length) throw new RangeError('a box that is too long');
    found.push([content.toString('latin1', at + 4, at + 8), content.subarray(at + 8, at + length)]);
    at += length;
  }
  return found;
}

/** The one box of a type: an encoder of one video writes no second one. */
function only(boxes: [string, Buffer][], type: string): Buffer {
  const [first, ...more] = boxes.filter(([name]) => name === type);
  if (!first || more.length > 0) throw new RangeError(`not one ${type}`);
  return first[1];
}

function box(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...content]);
  return Buffer.concat([words(4 + body.length), body]);
}

/** 32-bit numbers, the highest byte first; of the first of a box, version and flags. */
function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => {
    bytes.writeUInt32BE(value, 4 * i);
  });
  return bytes;
}
