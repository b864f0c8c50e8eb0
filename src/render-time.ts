import { LimitError } from './errors.ts';
import { isRecord } from './figure-input/json-values.ts';
import { DEFAULT_LIMITS, limitsOf } from './options/limits.ts';

/**
 * Carries out `work` with a signal that aborts when that of the options does, and when `limits.renderTimeMs` is over:
 * then its reason is a LimitError.
 *
 * @param options as the caller gave them; what is wrong with them is for `work` to say
 */
export async function withinRenderTime<T>(options: unknown, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { renderTimeMs: max } = limitsOf(options) ?? DEFAULT_LIMITS;
  const own = isRecord(options) && options.signal instanceof AbortSignal ? [options.signal] : [];
  const over = new AbortController();
  const stop = () => over.abort(new LimitError('renderTimeMs', `Not done within ${max / 1000} s`, { max }));
  const timer = setTimeout(stop, max);
  try {
    return await work(AbortSignal.any([...own, over.signal]));
  } finally {
    clearTimeout(timer);
  }
}
