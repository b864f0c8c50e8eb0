import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlanOptions, VideoOptions } from '../../src/index.ts';
import { decode, readNumber } from './decode.ts';
import { fixture } from './scratch.ts';

export const SIZE = { width: 160, height: 90 };
/** Frames that the index card has. */
export const FRAMES = 47;

/** A video of index cards, numbered from 0. */
export function cards(output: string): VideoOptions {
  return { scene: fixture('index-card'), output, workers: 1, ...SIZE };
}

/** The plan of one. */
export function cardPlan(folder: string, options: Partial<PlanOptions> & { output: string }): PlanOptions {
  return { scene: fixture('index-card'), folder, segmentFrames: 12, ...SIZE, ...options };
}

/** The numbers on the cards of a video. */
export async function numbersIn(path: string): Promise<number[]> {
  const video = await decode(path, SIZE);
  return video.frames.map((_, i) => readNumber(video, i));
}

export function count(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

export function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The times of a video's frames in the ticks of its track, and its length. */
export async function timesIn(path: string): Promise<{ times: number[]; duration: string; start: string }> {
  const { stdout } = await promisify(execFile)('ffprobe', [
    ...['-v', 'error', '-show_entries', 'frame=pts:stream=duration,start_time', '-of', 'json', path],
  ]);
  const { frames, streams }: { frames: { pts: number }[]; streams: { duration: string; start_time: string }[] } =
    JSON.parse(stdout);
  const [{ duration = '', start_time: start = '' } = {}] = streams;
  return { times: frames.map(({ pts }) => pts), duration, start };
}

/** Where the segments of a plan lie. */
export function segmentsIn(job: string): string {
  const { spec }: { spec: string } = JSON.parse(readFileSync(join(job, 'plan.json'), 'utf8'));
  return join(job, 'segments', spec.slice(0, 12));
}
