import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../caught.ts';
import { describeStage } from '../../describe-stage.ts';
import { type DrawingPlan, firstPlan, withPlan } from '../../drawing-plan.ts';
import { rawFormat } from '../../encoder/ffmpeg-args.ts';
import { differences } from '../../environment.ts';
import { InputError, VersionMismatchError } from '../../errors.ts';
import { openSizedFarm, type SizedFarm } from '../../farm/sized-farm.ts';
import { CanvasUnfitError, UpdateUnfitError, WebGlUnfitError } from '../../farm/unfit.ts';
import type { Store } from '../../store/store.ts';
import { findPlan, type Plan } from '../plan-folder/plan-file.ts';
import { renewPlan, writePlan } from '../plan-folder/write-plan.ts';
import type { PreparedJob } from './prepare-job.ts';

export interface PlanningOptions {
  store: Store;
  workers: number | 'auto';
  /** Whether the plan of another job, and one that is damaged, is replaced; its segments stay. Else it is refused. */
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
 *
 * @throws InputError when the store has another plan that is not to be replaced
 */
export async function withPlanOf<T>(
  prepared: PreparedJob,
  options: PlanningOptions,
  work: (planned: Planned) => Promise<T>,
): Promise<T> {
  const { job, content, tools } = prepared;
  const { store, workers } = options;
  const { own, notes } = await lookForPlan(prepared, options);
  const workWith = async (plan: Plan) =>
    work({ plan: await renewPlan(store, prepared, plan), sized: undefined, notes });
  try {
    if (own) return await workWith(own);
  } catch (error) {
    if (!options.replace || !isUnfit(error)) throw error;
    notes.push(`${messageOf(error)}; the plan was made anew`);
  }
  return withPlan(firstPlan(job, tools, content.notes), job, async (drawing) => {
    const sized = await openPlanningFarm(prepared, { drawing, workers });
    try {
      const { report } = sized.farm;
      const plan = await writePlan(store, prepared, { drawing, report, replace: options.replace });
      if (plan) return await work({ plan, sized, notes });
    } finally {
      await sized.farm.close();
    }
    // Somebody else was faster.
    const { own: theirs } = await lookForPlan(prepared, options);
    if (!theirs) throw new InputError(`The plan in ${store.location} was removed in the middle of its making`);
    return workWith(theirs);
  });
}

/** Whether a plan that was there cannot be drawn here any more. */
function isUnfit(error: unknown): boolean {
  return [VersionMismatchError, CanvasUnfitError, WebGlUnfitError, UpdateUnfitError].some(
    (kind) => error instanceof kind,
  );
}

interface Looked {
  /** The plan of this job. */
  own?: Plan;
  notes: string[];
}

async function lookForPlan(prepared: PreparedJob, { store, replace }: PlanningOptions): Promise<Looked> {
  let found: Plan | undefined;
  try {
    found = await findPlan(store);
  } catch (error) {
    if (!replace || !(error instanceof InputError)) throw error;
    return { notes: [`${messageOf(error)}; it was made anew`] };
  }
  if (!found) return { notes: [] };
  if (found.request === prepared.request) return { own: found, notes: [] };
  const other = `${store.location} has the plan of another job (${whatDiffers(found, prepared)})`;
  if (!replace) throw new InputError(`${other}: choose another folder, or remove it`);
  return { notes: [`${other.replace(' has ', ' had ')}; it was made anew`] };
}

/** In words, for whoever wonders why finished segments are not taken. */
function whatDiffers(plan: Plan, { environment, stage, video, inputs }: PreparedJob): string {
  const found = [...differences(plan.environment, environment)];
  for (const [there, here] of [
    [plan.inputs, inputs],
    [plan.stage, stage],
    [plan.video, video],
  ]) {
    const before: Record<string, unknown> = { ...there };
    for (const [name, value] of Object.entries({ ...here })) {
      if (!isDeepStrictEqual(value, before[name])) found.push(`another ${name}`);
    }
  }
  return found.join('; ') || 'other frames, or segments of another length';
}

function openPlanningFarm(
  prepared: PreparedJob,
  { drawing, workers }: { drawing: DrawingPlan; workers: number | 'auto' },
): Promise<SizedFarm> {
  const { job, content, tools, probes, frames } = prepared;
  const stageJob = describeStage({ job, content, tools, plan: drawing }, rawFormat(job.encoding.pixels));
  return openSizedFarm(stageJob, { workers, frames: frames?.count ?? job.frameCount, probes, signal: job.signal });
}
