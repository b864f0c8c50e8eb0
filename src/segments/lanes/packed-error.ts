import * as errors from '../../errors.ts';
import { StageFault } from '../../farm/stage-fault.ts';
import * as unfit from '../../farm/unfit.ts';

/** An error on its way from one process to another. */
export interface PackedError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Its own fields. */
  facts: Record<string, unknown>;
  cause: PackedError | undefined;
}

/** Those that somebody tells apart. */
const CLASSES: Record<string, { prototype: object }> = { ...errors, ...unfit, StageFault };

export function packError(thrown: unknown): PackedError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message, stack } = error;
  const facts = Object.fromEntries(Object.entries(error).filter(([key]) => key !== 'cause'));
  return { name, message, stack, facts, cause: error.cause === undefined ? undefined : packError(error.cause) };
}

/** An error of the same class, as far as it is one of plotreel's. */
export function unpackError({ name, message, stack, facts, cause }: PackedError): Error {
  const error = new Error(message, cause && { cause: unpackError(cause) });
  const found = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  if (found) Object.setPrototypeOf(error, found.prototype);
  return Object.assign(error, { name, stack, ...facts });
}
