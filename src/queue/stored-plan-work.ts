import { InputError, StoreError } from '../errors.ts';
import { withinRenderTime } from '../render-time.ts';
import { openSegmentRenderer } from '../segments/drawing/open-segment-renderer.ts';
import { findPlan, type Plan } from '../segments/plan-folder/plan-file.ts';
import { requireFfmpegOf } from '../segments/stitch.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import type { PlanRef, PlanWork } from './plan-work.ts';
import { stitchIntoStore } from './stitch-into-store.ts';

/** What is this machine's. */
export interface MachineTools {
  /** Number of stages. */
  workers: number | 'auto';
  browser?: string | undefined;
  ffmpeg?: string | undefined;
}

/** The work on plans in stores: what `renderSegment` and `stitch` do, with stages that stay from segment to segment. */
export function storedPlanWork(machine: MachineTools): PlanWork {
  return {
    openRenderer: async (ref, { signal }) => {
      const { store, plan } = await openPlan(ref);
      const renderer = await openSegmentRenderer(store, plan, { ...machine, signal });
      return {
        render: (index, { signal: own, onProgress }) =>
          withinRenderTime({ limits: plan.bounds.limits, signal: own }, async (limited) => {
            await renderer.render(index, { signal: limited, onProgress });
          }),
        close: renderer.close,
      };
    },
    stitch: async (ref, { extras, signal }) => {
      const { store, plan } = await openPlan(ref);
      const ffmpeg = await requireFfmpegOf(plan, machine.ffmpeg);
      await withinRenderTime({ limits: plan.bounds.limits, signal }, (limited) =>
        stitchIntoStore(store, plan, { extras, ffmpeg, signal: limited }),
      );
    },
  };
}

async function openPlan({ location, spec }: PlanRef): Promise<{ store: Store; plan: Plan }> {
  const store = await openStore(location);
  const plan = await findPlan(store);
  if (!plan) {
    // Another worker may well find it.
    const advice = 'is the folder mounted on this machine, under the same path?';
    throw new StoreError(`This worker finds no plan in ${location}: ${advice}`, { transient: true });
  }
  if (plan.spec !== spec) throw new InputError(`The plan in ${location} is another one by now`);
  return { store, plan };
}
