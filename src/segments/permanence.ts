import { FrameError, InputError, LimitError, SceneError, StoreError, VersionMismatchError } from '../errors.ts';
import { StageFault } from '../farm/stage-fault.ts';

/** Whether the same work would fail in the same way wherever and whenever it is tried again. */
export function isPermanent(error: unknown): boolean {
  // What became of a stage may be its machine's fault: another has more memory, or is faster.
  if (error instanceof FrameError) return !(error.cause instanceof StageFault);
  if (error instanceof StoreError) return !error.transient;
  return [InputError, SceneError, LimitError, VersionMismatchError].some((kind) => error instanceof kind);
}
