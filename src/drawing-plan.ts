import { BrowserError } from './errors.ts';
import type { GlBackend } from './farm/browser-flags.ts';
import { CanvasUnfitError, UpdateUnfitError, WebGlUnfitError } from './farm/unfit.ts';
import type { CaptureMode, Updating } from './protocol.ts';
import type { Tools } from './tools.ts';

/** How frames are drawn: the fastest way first, then what works where that does not. */
export interface DrawingPlan {
  capture: CaptureMode;
  gl: GlBackend;
  /** How far updates may go to save work. */
  updating: Updating;
  /** Choices that were made otherwise than hoped for, and why. */
  notes: string[];
}

/** What the caller leaves open. */
interface Choices {
  capture: CaptureMode | 'auto';
  gl: GlBackend | 'auto';
}

/** The plan that is tried first. */
export function firstPlan(
  { capture }: Pick<Choices, 'capture'>,
  { launch }: Pick<Tools, 'launch'>,
  notes: string[],
): DrawingPlan {
  return { capture: capture === 'screenshot' ? 'screenshot' : 'canvas', gl: launch.gl, updating: 'shortest', notes };
}

/**
 * Carries out `attempt` with the plan, and when a stage shows that something in it is unfit here, with the next one.
 *
 * @throws what `attempt` throws when that is not about the plan, or the caller has not left the choice open
 */
export async function withPlan<T>(
  first: DrawingPlan,
  choices: Choices,
  attempt: (plan: DrawingPlan) => Promise<T>,
): Promise<T> {
  let plan = first;
  while (true) {
    try {
      return await attempt(plan);
    } catch (error) {
      const next = retreat(plan, error, choices);
      if (!next) throw error;
      plan = next;
    }
  }
}

function retreat(plan: DrawingPlan, error: unknown, { capture, gl }: Choices): DrawingPlan | undefined {
  if (!(error instanceof BrowserError)) return undefined;
  const notes = [...plan.notes, error.message];
  if (error instanceof UpdateUnfitError && plan.updating !== 'reacting') {
    return { ...plan, updating: plan.updating === 'shortest' ? 'patching' : 'reacting', notes };
  }
  if (error instanceof WebGlUnfitError && gl === 'auto' && plan.gl !== 'swiftshader') {
    return { ...plan, gl: 'swiftshader', notes };
  }
  if (error instanceof CanvasUnfitError && capture === 'auto') return { ...plan, capture: 'screenshot', notes };
  return undefined;
}
