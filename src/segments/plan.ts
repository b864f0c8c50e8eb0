import { withFigure } from '../content.ts';
import { type PlanOptions, resolvePlan } from '../options/options.ts';
import { withinRenderTime } from '../render-time.ts';
import { openStore } from '../store/open-store.ts';
import { withPlanOf } from './planning/find-or-make-plan.ts';
import { prepareJob } from './planning/prepare-job.ts';

/** A plan in its folder. */
export interface PlanResult {
  /** Absolute path, or s3://bucket/prefix. */
  folder: string;
  /** Hash of all that decides the video's bytes. */
  spec: string;
  /** Frames of the video. */
  frames: number;
  /** Number of segments; their indices are 0 to one less. */
  segments: number;
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
}

/**
 * Plans a video in segments: its frame source is read to the end, one stage is started to see how frames are drawn, and
 * all that is needed to render any segment on any machine is put into a folder. Nothing is done when the same plan is there.
 *
 * The plan depends on the job alone: the video that comes of it is the same, to the byte, on however many machines.
 *
 * @example
 * const { folder, segments } = await plan({ figure: 'fig.json', output: 'fig.mp4', folder: 'job' });
 * for (let i = 0; i < segments; i++) await renderSegment(folder, i);
 * await stitch(folder);
 * @throws InputError when the folder holds another plan; as `renderVideo` otherwise; StoreError
 */
export async function plan(options: PlanOptions): Promise<PlanResult> {
  return planInto(options, ({ folder }) => folder);
}

/**
 * Plans into a folder of its own in a folder or bucket for plans. The same job has the same.
 *
 * @param options of which `folder` is that for all plans
 */
export async function planAmongOthers(options: PlanOptions): Promise<PlanResult> {
  return planInto(options, ({ folder, request }) => `${folder.replace(/\/+$/, '')}/${request.slice(0, NAME_DIGITS)}`);
}

/** Digits of a hash that tell plans apart. */
const NAME_DIGITS = 16;

async function planInto(
  options: PlanOptions,
  choose: (job: { folder: string; request: string }) => string,
): Promise<PlanResult> {
  return withinRenderTime(options, async (signal) => {
    const { folder, ...job } = resolvePlan(await withFigure(options, signal));
    // What is wrong with its name shows before anything is read.
    await openStore(folder);
    const prepared = await prepareJob({ ...job, signal });
    try {
      const store = await openStore(choose({ folder, request: prepared.request }));
      return await withPlanOf(prepared, { store, workers: 1, replace: false }, async ({ plan, notes }) => ({
        ...{ folder: store.location, spec: plan.spec },
        ...{ frames: plan.frames.total, segments: plan.segments.length, notes: [...plan.notes, ...notes] },
      }));
    } finally {
      await prepared.frames?.close();
    }
  });
}
