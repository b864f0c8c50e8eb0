import { open } from 'node:fs/promises';
import { createFile, type ISOFile, Log, MP4BoxBuffer } from 'mp4box';
import { OutputError } from '../errors.ts';
import type { FrameRate } from '../frames/fps.ts';

/** What a finished video must be. */
export interface ExpectedVideo {
  frames: number;
  width: number;
  height: number;
  fps: FrameRate;
}

/** What its container says. */
export interface VideoFacts {
  bytes: number;
  frames: number;
  width: number;
  height: number;
  /** Seconds. */
  duration: number;
  /** Frames per second, from the durations of all frames. */
  fps: number;
  /** RFC 6381 name of the codec, e.g. avc1.640020. */
  codec: string;
  /** ISO/IEC 23091-2 code points of the colour tags; 1/1/1 is BT.709. */
  colour: { primaries: number; transfer: number; matrix: number; fullRange: boolean } | undefined;
  /** Whether the index precedes the frames. */
  fastStart: boolean;
}

const CHUNK_BYTES = 1 << 20;

// What the parser finds wrong is thrown here, not printed.
Log.error = () => {};

/** Reads an MP4's index. @throws OutputError when it is not an MP4 with a video track */
export async function readVideoFacts(path: string): Promise<VideoFacts> {
  const { file, bytes } = await parse(path);
  const track = file.moov ? file.getInfo().tracks.find(({ video }) => video) : undefined;
  if (!track?.video) throw new OutputError(`${path} has no video track`);
  const order = file.boxes.map((box) => box.type);
  return {
    bytes,
    frames: track.nb_samples,
    width: track.video.width,
    height: track.video.height,
    duration: track.samples_duration / track.timescale,
    fps: (track.nb_samples * track.timescale) / track.samples_duration,
    codec: track.codec,
    colour: readColour(file.getTrackById(track.id)),
    fastStart: order.indexOf('moov') < order.indexOf('mdat') || !order.includes('mdat'),
  };
}

async function parse(path: string): Promise<{ file: ISOFile; bytes: number }> {
  const file = createFile();
  const handle = await open(path, 'r');
  try {
    const { size: bytes } = await handle.stat();
    let at = 0;
    while (at < bytes) {
      const chunk = new ArrayBuffer(Math.min(CHUNK_BYTES, bytes - at));
      await handle.read(new Uint8Array(chunk), 0, chunk.byteLength, at);
      // The parser names the next byte that it needs: it jumps over the frames.
      const next = file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(chunk, at)) ?? at + chunk.byteLength;
      // In what is no MP4 it gets no further.
      if (next <= at) break;
      at = next;
    }
    const last = file.boxes.at(-1);
    if (last && (last.start ?? 0) + last.size > bytes) throw new OutputError(`${path} is cut off`);
    if (file.moov && !file.boxes.some((box) => box.type === 'mdat')) throw new OutputError(`${path} has no frames`);
    return { file, bytes };
  } catch (error) {
    if (error instanceof OutputError || !(error instanceof TypeError || error instanceof RangeError)) throw error;
    // What the parser throws itself.
    throw new OutputError(`${path} has no video track`, { cause: error });
  } finally {
    await handle.close();
  }
}

/** Compares a finished video with what was asked for. @throws OutputError that lists all differences */
export async function checkVideo(path: string, expected: ExpectedVideo): Promise<VideoFacts> {
  const facts = await readVideoFacts(path);
  const { numerator, denominator } = expected.fps;
  const problems: string[] = [];
  const compare = (what: string, actual: unknown, wanted: unknown) => {
    if (actual !== wanted) problems.push(`${what} ${actual} instead of ${wanted}`);
  };
  compare('frames', facts.frames, expected.frames);
  compare('width', facts.width, expected.width);
  compare('height', facts.height, expected.height);
  if (Math.abs(facts.fps - numerator / denominator) > 1e-6 * facts.fps) {
    problems.push(`frames per second ${facts.fps} instead of ${numerator}/${denominator}`);
  }
  const { colour } = facts;
  const tags = colour && [colour.primaries, colour.transfer, colour.matrix, colour.fullRange].join(' ');
  compare('colour tags', tags, '1 1 1 false');
  if (!facts.fastStart) problems.push('the index lies behind the frames');
  if (problems.length > 0) throw new OutputError(`The encoded video is wrong: ${problems.join('; ')}`);
  return facts;
}

function readColour(track: unknown): VideoFacts['colour'] {
  const entry = at(track, 'mdia', 'minf', 'stbl', 'stsd', 'entries', '0');
  const boxes = at(entry, 'boxes');
  const box: unknown = Array.isArray(boxes) ? boxes.find((candidate) => at(candidate, 'type') === 'colr') : undefined;
  if (at(box, 'colour_type') !== 'nclx') return undefined;
  return {
    primaries: Number(at(box, 'colour_primaries')),
    transfer: Number(at(box, 'transfer_characteristics')),
    matrix: Number(at(box, 'matrix_coefficients')),
    fullRange: Boolean(at(box, 'full_range_flag')),
  };
}

/** The value at a path of keys; the parser's types leave the boxes inside a sample entry open. */
function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
