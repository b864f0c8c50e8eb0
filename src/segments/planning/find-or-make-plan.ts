import { messageOf } from '../../caught.ts';
import { describeStage } from '../../describe-stage.ts';
import { firstPlan, withPlan } from '../../drawing-plan.ts';
import { rawFormat } from '../../encoder/ffmpeg-args.ts';
import { InputError } from '../../errors.ts';
import { openSizedFarm, type SizedFarm } from '../../farm/sized-farm.ts';
import type { Store } from '../../store/store.ts';
import { findPlan, type Plan } from '../plan-folder/plan-file.ts';
import { moveOutput, writePlan } from '../plan-folder/write-plan.ts';
import type { PreparedJob } from './prepare-job.ts';

export interface PlanningOptions {
  workers: number | 'auto';
  /** Whether another job's plan, or a damaged one, is replaced; else it is refused. */
  replace: boolean;
}

/** A plan, and the stages that have shown that it works here. */
export interface Planned {
  plan: Plan;
  /** undefined: the plan was there. */
  sized: SizedFarm | undefined;
  /** What the caller should know. */
  notes: string[];
}

/**
 * Hands `work` the plan of a job: the one in the store when it is this job's, else a new one. When a stage shows that
 * something in a new plan is unfit here, `work` is done again with another.
 */
export async function withPlanOf<T>(
  prepared: PreparedJob,
  { store, workers, replace }: PlanningOptions & { store: Store },
  work: (planned: Planned) => Promise<T>,
): Promise<T> {
  const { job, content, tools } = prepared;
  const found = await findOwnPlan(store, prepared.request, replace);
  if (typeof found === 'object') {
    return work({ plan: await moveOutput(store, found, job), sized: undefined, notes: [] });
  }
  return withPlan(firstPlan(job, tools, content.notes), job, async (drawing) => {
    const sized = await openPlanningFarm(prepared, { drawing, workers });
    try {
      const plan = await writePlan(store, prepared, { drawing, report: sized.farm.report });
      return await work({ plan, sized, notes: found === undefined ? [] : [found] });
    } finally {
      await sized.farm.close();
    }
  });
}

/** @returns the plan when it is of this job; a note when it is replaced */
async function findOwnPlan(store: Store, request: string, replace: boolean): Promise<Plan | string | undefined> {
  const other = `${store.location} held the plan of another job, or of other versions`;
  try {
    const plan = await findPlan(store);
    if (!plan || plan.request === request) return plan;
    if (!replace) throw new InputError(`${other}: choose another folder, or remove it`);
    return `${other}; it was made anew`;
  } catch (error) {
    if (!replace || !(error instanceof InputError)) throw error;
    return `${messageOf(error)}; it was made anew`;
  }
}

function openPlanningFarm(
  prepared: PreparedJob,
  { drawing, workers }: { drawing: Parameters<typeof writePlan>[2]['drawing']; workers: number | 'auto' },
): Promise<SizedFarm> {
  const { job, content, tools, probes, frames } = prepared;
  const stageJob = describeStage({ job, content, tools, plan: drawing }, rawFormat(job.encoding.pixels));
  return openSizedFarm(stageJob, { workers, frames: frames?.count ?? job.frameCount, probes, signal: job.signal });
}
