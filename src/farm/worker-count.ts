import { formatBytes } from '../format-bytes.ts';
import type { Resources } from './resources.ts';

/** What a job asks of its stages. */
export interface StageNeeds {
  /** undefined: nobody knows how many. */
  frames: number | undefined;
  /** Of one frame. */
  pixels: number;
  /** Packed, what the scene's `setup` gets: a figure's data. */
  propsBytes: number;
  /** Packed, what a frame's `update` gets. */
  paramsBytes: number;
}

/** How many stages a job has, and how much may wait for the encoder. */
export interface StagePlan {
  workers: number;
  /** Bytes that each stage is counted with. */
  stageBytes: number;
  /** Bytes of frames, with their params, that may wait in memory. */
  windowBytes: number;
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
}

/** A small figure's stage: 290 MB at 320x180 and, without its pixels, at 1080p; with fourteen panels 520 MB. */
const STAGE_BYTES = 350_000_000;
/** Measured from 1080p to 8192x8192: 30 in the browser, 8 in the two slots' files, and 22 in Node for the self-check. */
const STAGE_BYTES_PER_PIXEL = 60;
/** A figure of 40 MB, a million points in four states, takes 1.1 GB: as text, values, ranges, and what Plotly makes of it. */
const COPIES_OF_PROPS = 25;
/** Two frames in flight, each in a file, as text and as values: 100 MB of numbers take 730 MB, typed arrays half of it. */
const COPIES_OF_PARAMS = 8;
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
  const { frames, pixels, propsBytes, paramsBytes } = needs;
  const data = propsBytes * COPIES_OF_PROPS + paramsBytes * COPIES_OF_PARAMS;
  const stageBytes = STAGE_BYTES + pixels * STAGE_BYTES_PER_PIXEL + data;
  const room = memory * SHARE - FIXED_BYTES - pixels * FFMPEG_BYTES_PER_PIXEL;
  const wanted = frames === undefined ? cores : Math.max(1, Math.min(cores, Math.ceil(frames / FRAMES_WORTH_A_STAGE)));
  const fitting = Math.max(1, Math.floor(room / stageBytes));
  const count = workers === 'auto' ? Math.min(wanted, fitting) : workers;
  const notes: string[] = [];
  if (workers === 'auto' && (count < wanted || room < stageBytes)) {
    const taken = count < wanted ? `${count} of ${wanted} stages` : 'one stage all the same';
    const need = `each stage about ${formatBytes(stageBytes)}, the rest ${formatBytes(memory * SHARE - room)}`;
    notes.push(`Memory is short: ${formatBytes(memory)} are available, and ${need} are needed; taking ${taken}`);
  }
  const windowBytes = Math.max(0, Math.min(MAX_WINDOW_BYTES, room - count * stageBytes));
  return { workers: count, stageBytes, windowBytes, notes };
}
