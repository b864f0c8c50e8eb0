import { type Farm, type FarmOptions, openFarm } from './farm.ts';
import { readResources } from './resources.ts';
import type { StageJob } from './stage-job.ts';
import { planStages, type StageNeeds } from './worker-count.ts';

export interface SizedFarmOptions extends Pick<FarmOptions, 'probes' | 'frameBytes' | 'signal'> {
  workers: number | 'auto';
  needs: StageNeeds;
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
export async function openSizedFarm(job: StageJob, options: SizedFarmOptions): Promise<SizedFarm> {
  const { needs, probes, frameBytes, signal } = options;
  const plan = planStages(options.workers, needs, await readResources());
  const { workers, stageBytes, windowBytes, notes } = plan;
  const farm = await openFarm(job, {
    ...{ workers, probes, frameBytes, signal },
    growthBytes: Math.min(job.memoryBytes / 8, stageBytes / 2),
    hasRoom: async () => options.workers !== 'auto' || (await readResources()).memory > stageBytes,
  });
  return { farm, workers, window: windowSize(workers, windowBytes / (frameBytes + needs.paramsBytes)), notes };
}

/** Enough for every stage to draw ahead while one is slow. @param room frames that memory holds */
function windowSize(workers: number, room: number): number {
  return Math.max(2 * workers + 1, Math.min(6 * workers + 4, Math.floor(room)));
}
