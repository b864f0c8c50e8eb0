import { BrowserError } from '../errors.ts';
import type { ProcessKind } from './stage-processes.ts';

/**
 * What became of a stage. 'launch': its browser did not start, or not as it should; 'lost': a process of it ended; 'gpu': that
 * which draws WebGL did; 'hung': something took longer than it may; 'setup': so
 * did the scene's setup; 'memory': it took more than it may.
 */
export type FaultKind = 'launch' | 'lost' | 'gpu' | 'hung' | 'setup' | 'memory';

/** A stage is of no more use. Unlike an error of the scene it says nothing about the job: another stage may do better. */
export class StageFault extends BrowserError {
  readonly kind: FaultKind;
  /** Index of the frame that was being drawn, undefined when none was. */
  readonly frame: number | undefined;

  constructor(kind: FaultKind, message: string, { frame, ...options }: ErrorOptions & { frame?: number } = {}) {
    super(message, options);
    this.kind = kind;
    this.frame = frame;
  }

  /** The same, as seen by a frame that was drawn meanwhile. */
  during(frame: number): StageFault {
    return new StageFault(this.kind, this.message, { frame, cause: this });
  }
}

/**
 * How often a thing is tried in all: what was killed may have been hit by chance, twice even; what takes too long or too
 * much once, without an outer cause, will mostly do so again.
 */
export const TRIES: Record<FaultKind, number> = { launch: 4, lost: 3, gpu: 3, hung: 2, setup: 2, memory: 2 };

/** What the end of a process means for its stage. */
export function endOf(kind: ProcessKind): StageFault {
  return kind === 'GPU' ? new StageFault('gpu', 'The GPU process ended') : new StageFault('lost', `The ${kind} ended`);
}
