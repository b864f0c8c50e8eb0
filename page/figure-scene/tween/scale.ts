import { formatDate, parseDate } from './dates.ts';

/** How the values of an attribute become numbers that can be mixed, and numbers become values again. */
export interface Scale {
  /** NaN for what is missing. */
  readonly read: (value: unknown) => number;
  readonly write: (mixed: number) => unknown;
  /** Whether `write` gives numbers. */
  readonly numeric: boolean;
  /** No value is below `min` or above `max`, wherever an easing leads. */
  readonly min?: number;
  readonly max?: number;
  /** The values come round again after so many: they go the shorter way. */
  readonly turn?: number;
}

/** Plain numbers; may go beyond both ends. */
export const linear: Scale = { read: readNumber, write: (mixed) => mixed, numeric: true };

/** Positions on an axis, where Plotly takes numbers written as strings too. */
export const position: Scale = { ...linear, read: readNumeric };

/** Positions on a logarithmic axis: what is not above 0 has none. */
export const log: Scale = {
  read: (value) => {
    const number = readNumeric(value);
    return number > 0 ? Math.log(number) : Number.NaN;
  },
  write: Math.exp,
  numeric: true,
};

/** Sizes, widths and the like. */
export const nonNegative: Scale = bounded(0, Infinity);

/** Opacities and other shares of one. */
export const share: Scale = bounded(0, 1);

/** Angles in degrees. */
export const degrees: Scale = { ...linear, turn: 360 };

/** Dates, in milliseconds of UTC. */
export const date: Scale = { read: parseDate, write: formatDate, numeric: false };

function bounded(min: number, max: number): Scale {
  return { ...linear, write: (mixed) => Math.min(max, Math.max(min, mixed)), min, max };
}

function readNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN;
}

function readNumeric(value: unknown): number {
  if (typeof value === 'string') return value.trim() === '' ? Number.NaN : readNumber(Number(value));
  return readNumber(value);
}
