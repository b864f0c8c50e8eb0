import { PlotreelError } from '../../errors.ts';
import { orAborted } from '../../or-aborted.ts';
import type { MachineOptions } from '../drawing/open-segment-renderer.ts';
import type { SegmentRenderer } from '../drawing/segment-renderer.ts';
import { LaneLost, type LaneProcess, startLane } from './start-lane.ts';

export interface LaneOptions extends Omit<MachineOptions, 'frames' | 'lanes'> {
  /** Of the plan. */
  location: string;
}

/** How often a segment is tried in all: a lane that was killed may have been hit by chance, twice even. */
const TRIES = 3;

/**
 * Opens lanes: processes that render segments at the same time, each with its own stages and encoder, which share the
 * cores and memory of this machine. A lane that ends is replaced, and what it was at is begun again.
 *
 * @param count above 0
 */
export async function openLanes(count: number, options: LaneOptions): Promise<SegmentRenderer[]> {
  const workers = options.workers === 'auto' ? 'auto' : Math.max(1, Math.ceil(options.workers / count));
  const lanes = Array.from({ length: count }, () => createLane({ ...options, workers, lanes: count }));
  try {
    await Promise.all(lanes.map((lane) => lane.ready()));
    return lanes;
  } catch (error) {
    await Promise.all(lanes.map((lane) => lane.close()));
    throw error;
  }
}

function createLane(options: LaneOptions & { lanes: number }): SegmentRenderer & { ready: () => Promise<unknown> } {
  let running: Promise<LaneProcess> | undefined;
  let isClosed = false;
  let workers = 0;

  const ready = () => {
    running ??= startLane(options);
    return running;
  };
  const end = async () => {
    const ending = running;
    running = undefined;
    await ending?.then(
      (lane) => lane.close(),
      () => {},
    );
  };

  return {
    ready,
    render: async (index, { signal, onProgress, onPulled }) => {
      let most = 0;
      for (let tried = 1; ; tried++) {
        let frames = 0;
        const mine = ready();
        try {
          const lane = await orAborted(mine, signal);
          const done = lane.render(index, {
            // What was counted before the lane was lost is not counted again.
            onFrame: () => {
              if (++frames > most) onProgress?.(++most);
            },
            onPulled,
          });
          const { manifest, ...told } = await orAborted(done, signal);
          workers = told.workers;
          return manifest;
        } catch (error) {
          if (!(error instanceof LaneLost) || isClosed) throw error;
          if (tried === TRIES)
            throw new PlotreelError(`Segment ${index}: ${error.message}, ${TRIES} times`, { cause: error });
          // The other segment of the same lane may have replaced it already.
          if (running === mine) await end();
        }
      }
    },
    workers: () => workers,
    close: async () => {
      isClosed = true;
      await end();
    },
  };
}
