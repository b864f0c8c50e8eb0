import { createReadStream } from 'node:fs';
import type { FrameManifest } from './frame-manifest.ts';

type Frame = FrameManifest['frames'][number];

/** No line of a manifest is as long: 128x128 pixels with their chroma take 33 kB in base64. */
const LONGEST_LINE = 1 << 20;
const FRAMES_BEGIN = '"frames":[';
const FRAMES_END = ']}';

/**
 * A manifest's text: what is said of the whole video, then a line per frame, so that it reads well in a diff. It comes in
 * pieces, for a long video's is longer than a string can be.
 */
export async function* manifestLines(
  head: Omit<FrameManifest, 'frames'>,
  frames: Iterable<Frame> | AsyncIterable<Frame>,
): AsyncGenerator<string, void> {
  const said = Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},\n`);
  yield `{${said.join('')}${FRAMES_BEGIN}\n`;
  let separator = '';
  for await (const frame of frames) {
    yield `${separator}${JSON.stringify(frame)}`;
    separator = ',\n';
  }
  yield `\n${FRAMES_END}\n`;
}

/**
 * Reads such a text line by line. Nothing of it is checked but that it is JSON.
 *
 * @returns undefined when its lines are laid out otherwise, which may still be a manifest
 * @throws Node's errors
 */
export async function parseManifestLines(path: string): Promise<unknown> {
  let head = '';
  let frames: unknown[] | undefined;
  let ended = false;
  try {
    for await (const line of linesOf(path)) {
      if (ended) return undefined;
      if (frames === undefined) {
        if (line === FRAMES_BEGIN) frames = [];
        else head += line;
        // What is said of the whole video takes some hundred bytes.
        if (head.length > LONGEST_LINE) return undefined;
      } else if (line === FRAMES_END) {
        ended = true;
      } else {
        frames.push(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line));
      }
    }
    return ended ? { ...JSON.parse(`${head}"frames":[]}`), frames } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Lines of a text, up to the first that is too long. */
async function* linesOf(path: string): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: LONGEST_LINE })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > LONGEST_LINE) return;
  }
  if (rest !== '') yield rest;
}
