import { FilePathSource, Input, type InputVideoTrack, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import { OutputError } from '../errors.ts';
import { topLevelBoxes } from './boxes.ts';
import { type ByteFile, withByteFile } from './byte-file.ts';
import { requireWholeSegment } from './matroska.ts';
import type { VideoFacts } from './video-facts.ts';

/** Reads an MP4, MOV or WebM. @throws OutputError when it is cut off or has no video track */
export async function readFilm(path: string): Promise<VideoFacts> {
  const layout = await withByteFile(path, readLayout);
  return { ...layout, ...(await withTrack(path, readTrack)), loopCount: undefined };
}

/** Reads the size and the colour tags of the frames in an MP4, MOV, WebM or Matroska file. @throws OutputError */
export async function readFrameFormat(path: string): Promise<Pick<VideoFacts, 'width' | 'height' | 'colour'>> {
  return withTrack(path, frameFormat);
}

async function withTrack<T>(path: string, read: (track: InputVideoTrack) => Promise<T>): Promise<T> {
  const input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new OutputError(`${path} has no video track`);
    return await read(track);
  } catch (error) {
    if (error instanceof OutputError) throw error;
    // What the parser throws itself.
    throw new OutputError(`${path} has no video track`, { cause: error });
  } finally {
    input.dispose();
  }
}

async function readTrack(track: InputVideoTrack) {
  const [{ packetCount: frames }, duration, codec, format, alpha] = await Promise.all([
    track.computePacketStats(),
    track.computeDuration(),
    track.getCodecParameterString(),
    frameFormat(track),
    track.canBeTransparent(),
  ]);
  return { ...{ frames, duration, alpha, fps: frames / duration }, ...format, codec: codec ?? 'unknown' };
}

async function frameFormat(track: InputVideoTrack): Promise<Pick<VideoFacts, 'width' | 'height' | 'colour'>> {
  const colour = await track.getColorSpace();
  return {
    width: track.codedWidth,
    height: track.codedHeight,
    colour: colour.matrix == null ? undefined : toTags(colour),
  };
}

function toTags({ primaries, transfer, matrix, fullRange }: VideoColorSpaceInit): VideoFacts['colour'] {
  return {
    primaries: primaries ?? 'unknown',
    transfer: transfer ?? 'unknown',
    matrix: matrix ?? 'unknown',
    fullRange: fullRange ?? false,
  };
}

/** What of the file's layout the parser does not tell: whether all of it is there, and in which order. */
async function readLayout(file: ByteFile): Promise<Pick<VideoFacts, 'container' | 'bytes' | 'fastStart'>> {
  const bytes = file.size;
  if (bytes >= 4 && (await file.read(0, 4)).readUInt32BE(0) === EBML) {
    await requireWholeSegment(file);
    return { container: 'webm', bytes, fastStart: undefined };
  }
  const { boxes, brand } = await topLevelBoxes(file);
  const order = boxes.map(({ type }) => type);
  if (!order.includes('moov') || !order.includes('mdat')) throw new OutputError(`${file.path} has no video track`);
  const fastStart = order.indexOf('moov') < order.indexOf('mdat');
  return { container: brand === 'qt  ' ? 'mov' : 'mp4', bytes, fastStart };
}

/** The first bytes of a Matroska file. */
const EBML = 0x1a45dfa3;
