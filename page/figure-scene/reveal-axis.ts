import { isList } from './figure-state.ts';

/** An axis: places on it are numbers that grow evenly, from left to right or from the bottom to the top. */
export interface RevealAxis {
  /** NaN where there is none. */
  toPlace(value: unknown): number;
  /** The value at a place between two others; undefined on an axis that has none, of categories. */
  fromPlace: ((place: number) => unknown) | undefined;
}

/** What is needed of an axis of Plotly's, whose `d2l` and `l2d` lead from data to even steps and back. */
export function revealAxis(axis: unknown): RevealAxis {
  const { type, d2l, l2d, r2l, range } = Object(axis);
  const isReversed = typeof r2l === 'function' && isList(range) && r2l(range[0]) > r2l(range[1]);
  const sign = isReversed ? -1 : 1;
  return {
    toPlace: (value) => sign * (typeof d2l === 'function' ? toNumber(d2l(value)) : toNumber(value)),
    fromPlace:
      typeof l2d !== 'function' || String(type).includes('category') ? undefined : (place) => l2d(sign * place),
  };
}

/** Plotly's conversions give undefined for what is no value. */
function toNumber(value: unknown): number {
  return value === null || value === '' ? Number.NaN : Number(value);
}
