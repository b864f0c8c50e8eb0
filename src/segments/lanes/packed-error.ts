import * as errors from '../../errors.ts';

/** An error on its way from one process to another. */
export interface PackedError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Its own fields. */
  facts: Record<string, unknown>;
}

export function packError(error: unknown): PackedError {
  const {
    name,
    message,
    stack,
    cause: _,
    ...facts
  } = error instanceof Error ? withFacts(error) : new Error(String(error));
  return { name, message, stack, facts };
}

/** An error of the same class, as far as it is one of plotreel's. */
export function unpackError({ name, message, stack, facts }: PackedError): Error {
  const found: unknown = Object.entries(errors).find(([known]) => known === name)?.[1];
  const error = new Error(message);
  if (typeof found === 'function') Object.setPrototypeOf(error, found.prototype);
  return Object.assign(error, { name, stack, ...facts });
}

/** `message` and `stack` are no enumerable fields. */
function withFacts(error: Error): Error {
  const { message, stack } = error;
  return Object.assign({}, error, { name: error.name, message, stack });
}
