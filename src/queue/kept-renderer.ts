import type { PlanRef, PlanWork, SegmentRenderer } from './plan-work.ts';

/** A renderer that stays open from one segment of a plan to the next: starting its stages takes seconds. */
export interface KeptRenderer {
  /** The one of this plan; that of another is closed first. */
  open(plan: PlanRef): Promise<SegmentRenderer>;
  close(): Promise<void>;
}

/** @param signal ends whatever is open */
export function keepRenderer(work: PlanWork, signal: AbortSignal): KeptRenderer {
  let kept: (PlanRef & { renderer: SegmentRenderer }) | undefined;
  let closing = Promise.resolve();
  const close = () => {
    const renderer = kept?.renderer;
    kept = undefined;
    if (renderer) closing = closing.then(() => renderer.close());
    return closing;
  };
  return {
    open: async (plan) => {
      if (kept?.location !== plan.location || kept.spec !== plan.spec) {
        // Two at once would need the memory of two. What cannot be closed has been told where it was to be closed.
        await close().catch(() => {});
        closing = Promise.resolve();
        const { location, spec } = plan;
        kept = { location, spec, renderer: await work.openRenderer(plan, { signal }) };
      }
      return kept.renderer;
    },
    close,
  };
}
