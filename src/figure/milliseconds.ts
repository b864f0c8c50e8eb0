import ms, { type StringValue } from 'ms';

/** Milliseconds that `500`, `'500ms'`, `'1.5s'` or `'2 min'` means, undefined when it means none. */
export function parseMilliseconds(value: number | string): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  // A time needs a unit: 10 milliseconds and 10 seconds are both likely.
  if (!/^\s*\d*\.?\d+\s*[a-z]+\s*$/i.test(value)) return undefined;
  // The package's type lists all units; what it does not know gives undefined.
  return ms(value.trim() as StringValue);
}
