import { packedBytes } from '../frames/pack.ts';
import { framePixels } from '../options/check-size.ts';
import type { Probes } from '../probes.ts';
import { type Farm, openFarm } from './farm.ts';
import { readResources } from './resources.ts';
import type { StageJob } from './stage-job.ts';
import { planStages } from './worker-count.ts';

export interface SizedFarmOptions {
  workers: number | 'auto';
  /** Processes with farms that share this machine. @default 1 */
  lanes?: number;
  /** How many there are to draw; undefined: nobody knows. */
  frames: number | undefined;
  /** Frames that each stage is checked with before it draws. */
  probes: Probes;
  signal: AbortSignal;
}

/** A farm of the size that its job pays for and memory holds. */
export interface SizedFarm {
  farm: Farm;
  /** Number of stages. */
  workers: number;
  /** Frames that may be between source and encoder at any time. */
  window: number;
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
}

/** Opens as many stages as pay and fit. Once it resolves, `farm.close` must be called. @throws as `openFarm` */
export async function openSizedFarm(
  job: StageJob,
  { workers: wanted, lanes = 1, frames, probes, signal }: SizedFarmOptions,
): Promise<SizedFarm> {
  const { width, height } = framePixels(job);
  const pixels = width * height;
  const [{ params }] = probes;
  const propsBytes = job.props ? packedBytes(job.props) : 0;
  const paramsBytes = params ? packedBytes(params) : 0;
  const { cores, memory } = await readResources();
  const share = { cores: Math.ceil(cores / lanes), memory: memory / lanes };
  const plan = planStages(wanted, { frames, pixels, propsBytes, paramsBytes }, share);
  const { workers, stageBytes, windowBytes, notes } = plan;
  const frameBytes = pixels * (job.pixelFormat === 'i420' ? 1.5 : 4);
  const farm = await openFarm(job, {
    ...{ workers, probes: () => probes, frameBytes, signal },
    growthBytes: Math.min(job.memoryBytes / 8, stageBytes / 2),
    hasRoom: async () => wanted !== 'auto' || (await readResources()).memory > stageBytes,
  });
  return { farm, workers, window: windowSize(workers, windowBytes / (frameBytes + paramsBytes)), notes };
}

/** Enough for every stage to draw ahead while one is slow. @param room frames that memory holds */
function windowSize(workers: number, room: number): number {
  return Math.max(2 * workers + 1, Math.min(6 * workers + 4, Math.floor(room)));
}
