import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Codec } from '../../../src/encoder/codecs/codec.ts';
import { ffmpeg, ffmpegPath } from '../../encoder/video-files.ts';

/** Times of the frames in a file, in the order in which they are stored, as ffmpeg reads them. */
export interface StoredTimes {
  /** Ticks. */
  shown: number[];
  decoded: number[];
  durations: number[];
  /** Ticks of a second, over their numerator. */
  timeBase: string;
}

export async function storedTimes(path: string): Promise<StoredTimes> {
  const text = (await ffmpeg(['-i', path, '-c', 'copy', '-copyts', '-f', 'framecrc', '-'])).toString();
  const rows = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').map(Number));
  return {
    decoded: rows.map((row) => row[1] ?? Number.NaN),
    shown: rows.map((row) => row[2] ?? Number.NaN),
    durations: rows.map((row) => row[3] ?? Number.NaN),
    timeBase: /^#tb 0: (\S+)$/m.exec(text)?.[1] ?? '',
  };
}

/** What ffmpeg says of a file: when it begins, how long it is, codec, tag, pixels, colours, rates; not how large it is. */
export async function description(path: string): Promise<string> {
  // Without an output it fails when it has said all of it.
  const said = await promisify(execFile)(await ffmpegPath(), ['-hide_banner', '-i', path]).catch((error) => error);
  const lines: string[] = String(said.stderr).split('\n');
  return (
    lines
      .filter((line) => /^\s+(Duration|Stream)/.test(line))
      // Square pixels are what is meant where nothing is said.
      .map((line) => line.replace(/,? (bitrate: )?\d+ kb\/s| SAR 1:1 DAR 1:1,/g, '').trim())
      .join('\n')
  );
}

/** A hash of each frame as it is decoded. */
export async function decodedHashes(path: string, { decoder = [] }: Codec, format: string[] = []): Promise<string[]> {
  const text = (
    await ffmpeg([...decoder, '-i', path, '-fps_mode', 'passthrough', ...format, '-f', 'framemd5', '-'])
  ).toString();
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}
