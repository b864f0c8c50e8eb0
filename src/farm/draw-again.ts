import { FrameError } from '../errors.ts';
import { StageFault, TRIES } from './stage-fault.ts';

/** How a frame is asked for. */
export interface Asked {
  /** It was asked for before, on a stage that is gone: the video waits for it. */
  again: boolean;
  /** Nothing else is drawn on the stage meanwhile: it was being drawn when a stage was lost, and may be why. */
  alone: boolean;
}

/**
 * Draws a frame, on another stage when the one that it was given to is lost.
 *
 * @throws FrameError when stages are lost over this frame again and again; at once whatever is no fault of a stage
 */
export async function drawAgain<T>(index: number, draw: (asked: Asked) => Promise<T>): Promise<T> {
  const asked: Asked = { again: false, alone: false };
  for (let faults = 0; ; ) {
    try {
      return await draw({ ...asked });
    } catch (error) {
      if (!(error instanceof StageFault)) throw error;
      asked.again = true;
      // Others that wait for the same stage are not to blame, and are asked for again as often as that happens.
      if (error.frame !== index) continue;
      asked.alone = true;
      faults++;
      if (faults >= TRIES[error.kind])
        throw new FrameError(index, `${error.message}, ${times(faults)}`, { cause: error });
    }
  }
}

function times(count: number): string {
  return count === 2 ? 'twice' : `${count} times`;
}
