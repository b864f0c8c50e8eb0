import { formatBytes } from '../format-bytes.ts';
import type { Resources } from './resources.ts';

/** What a job asks of its stages. */
export interface StageNeeds {
  /** undefined: nobody knows how many. */
  frames: number | undefined;
  /** Of one frame. */
  pixels: number;
  /** What each stage gets: the scene's props, and the params of the frames in flight. */
  dataBytes: number;
}

/** How many stages a job has, and how much may wait for the encoder. */
export interface StagePlan {
  workers: number;
  /** Bytes of frames that may wait in memory. */
  windowBytes: number;
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
}

/** A small figure's stage: 290 MB at 320x180 and, without its pixels, at 1080p; with fourteen panels 520 MB. */
const STAGE_BYTES = 350_000_000;
/** Measured from 1080p to 8192x8192: 30 in the browser, 8 in the two slots' files, and 22 in Node for the self-check. */
const STAGE_BYTES_PER_PIXEL = 60;
/** Data lies in the page as text, as values and as what Plotly makes of them, and in the params files. */
const COPIES_OF_DATA = 8;
/** Of 4:2:0 x264 takes 120 bytes per pixel at 1080p and 92 at 8192x8192; at 4K x265 takes 140, VP9 125, AV1 180. */
const FFMPEG_BYTES_PER_PIXEL = 150;
/** Node's own growth, and ffmpeg's code. */
const FIXED_BYTES = 150_000_000;
/** The rest is for others: what is available changes while a render runs. */
const SHARE = 0.8;
/** More gains nothing: at 1080p these are 160 frames. */
const MAX_WINDOW_BYTES = 512_000_000;
/** Starting a stage costs about as much processor time as drawing this many small frames. */
const FRAMES_WORTH_A_STAGE = 20;

/**
 * How many stages a job should have: as many as the caller wants, or with 'auto' at most one per core, no more than its
 * frames pay for, and as many as memory holds beside Node and ffmpeg.
 */
export function planStages(workers: number | 'auto', needs: StageNeeds, { cores, memory }: Resources): StagePlan {
  const { frames, pixels, dataBytes } = needs;
  const perStage = STAGE_BYTES + pixels * STAGE_BYTES_PER_PIXEL + dataBytes * COPIES_OF_DATA;
  const room = memory * SHARE - FIXED_BYTES - pixels * FFMPEG_BYTES_PER_PIXEL;
  const wanted = frames === undefined ? cores : Math.max(1, Math.min(cores, Math.ceil(frames / FRAMES_WORTH_A_STAGE)));
  const fitting = Math.max(1, Math.floor(room / perStage));
  const count = workers === 'auto' ? Math.min(wanted, fitting) : workers;
  const notes: string[] = [];
  if (workers === 'auto' && (count < wanted || room < perStage)) {
    const taken = count < wanted ? `${count} of ${wanted} stages` : 'one stage all the same';
    const need = `each stage about ${formatBytes(perStage)}, the rest ${formatBytes(memory * SHARE - room)}`;
    notes.push(`Memory is short: ${formatBytes(memory)} are available, and ${need} are needed; taking ${taken}`);
  }
  return { workers: count, windowBytes: Math.max(0, Math.min(MAX_WINDOW_BYTES, room - count * perStage)), notes };
}
