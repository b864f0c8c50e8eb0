import { setTimeout as delay } from 'node:timers/promises';
import type { Frame } from '../inspection/frame.ts';
import type { OpenStage } from '../inspection/open-stage.ts';
import type { FigureState } from '../protocol.ts';
import { withCleanup } from '../with-cleanup.ts';
import { LATER_MS } from './compare-drawings.ts';
import { isAxisRange, type StateDifference, stateDifferences } from './state-difference.ts';
import type { UnrepeatableCall } from './unrepeatable-calls.ts';

/**
 * Why frames come out otherwise. 'late': the picture is taken before all is done. 'chance': a fresh stage has other
 * values each time. 'state': the figure changes whenever the same frame is drawn. 'leftover': something of another frame
 * stays. 'autorange': the same, of an axis's range. 'element': the figure's state is the same, its picture is not.
 */
export type CauseKind = 'late' | 'chance' | 'state' | 'leftover' | 'autorange' | 'element';

/** Why frames come out otherwise, as far as that shows. */
export interface Cause {
  readonly kind: CauseKind;
  /** Where the figure's states differ; empty when they do not. */
  readonly differences: readonly StateDifference[];
  /** What the scene mentions that fits. */
  readonly calls: readonly UnrepeatableCall[];
}

interface Suspects {
  /** A frame that came out otherwise. */
  frame: number;
  /** Another one. */
  other: number;
  /** What the scene mentions. */
  calls: readonly UnrepeatableCall[];
}

type Stage = Pick<OpenStage, 'frame' | 'figure' | 'another'>;

/** Finds out why a frame comes out otherwise: draws it again in several ways, and compares the figure's states. */
export async function findCause(stage: Stage, { frame, other, calls }: Suspects): Promise<Cause> {
  const called = (fault: UnrepeatableCall['fault']) => calls.filter((call) => call.fault === fault);
  const late: Cause = { kind: 'late', differences: [], calls: called('late') };
  if (await comesLate(stage, frame, other)) return late;

  const [one, two] = await Promise.all([onFreshStage(stage, frame), onFreshStage(stage, frame)]);
  const chance = stateDifferences(one.state, two.state);
  if (chance.length > 0 || !one.picture.pixels.equals(two.picture.pixels)) {
    const calls = called('chance');
    // A timer that comes now in time and now too late looks like chance.
    return calls.length === 0 && late.calls.length > 0 ? late : { kind: 'chance', differences: chance, calls };
  }

  const once = await stage.figure(frame);
  const changing = stateDifferences(once, await stage.figure(frame));
  if (changing.length > 0) return { kind: 'state', differences: changing, calls: [] };

  await stage.figure(other);
  const after = await stage.figure(frame);
  const left = [one.state, once].map((before) => stateDifferences(before, after)).find((found) => found.length > 0);
  if (!left) return { kind: 'element', differences: [], calls: late.calls };
  return { kind: left.every(({ path }) => isAxisRange(path)) ? 'autorange' : 'leftover', differences: left, calls: [] };
}

/** Whether a frame looks otherwise when there is time between it and the one before. */
async function comesLate(stage: Stage, frame: number, other: number): Promise<boolean> {
  const later = async (index: number): Promise<Frame> => {
    const drawn = await stage.frame(index);
    await delay(LATER_MS);
    return drawn;
  };
  await later(frame);
  const settled = await later(frame);
  // What changes with every drawing has another reason.
  if (!settled.pixels.equals((await later(frame)).pixels)) return false;
  await stage.frame(other);
  const atOnce = await later(frame);
  await later(other);
  const afterwards = await stage.frame(frame);
  return !atOnce.pixels.equals(afterwards.pixels);
}

/** A frame as the first one of a fresh stage, and its figure's state then. */
function onFreshStage(stage: Stage, index: number): Promise<{ picture: Frame; state: FigureState }> {
  return withCleanup(async (defer) => {
    const fresh = await stage.another({ first: index });
    defer(fresh.close);
    return { picture: await fresh.frame(index), state: await fresh.figure(index) };
  });
}
