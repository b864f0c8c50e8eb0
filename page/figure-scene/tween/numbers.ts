import { isTypedList, type List } from '../figure-state.ts';
import { isMilliseconds } from './dates.ts';
import { type Motion, switching } from './motion.ts';
import { date, linear, type Scale } from './scale.ts';

/** Mixes two numbers as the scale reads them; switches where one of them is missing. */
export function planNumber(from: unknown, to: unknown, scale: Scale): Motion {
  const { read, write } = fitting(scale, [from], [to]);
  const start = read(from);
  const way = shortest(read(to) - start, scale);
  // Two ways to write the same number, too, leave nothing to mix.
  if (!Number.isFinite(way) || way === 0) return switching(from, to);
  return { at: (position) => write(start + position * way) };
}

/**
 * Mixes two equally long lists, number by number. What is missing on one side switches at the half: it is missing up
 * to it, or from it on. Typed numbers stay typed.
 */
export function planNumbers(from: List, to: List, scale: Scale): Motion {
  const { read, write, numeric } = fitting(scale, from, to);
  const length = from.length;
  const start = new Float64Array(length);
  const way = new Float64Array(length);
  const held: number[] = [];
  for (let i = 0; i < length; i++) {
    start[i] = read(from[i]);
    way[i] = shortest(read(to[i]) - (start[i] ?? 0), scale);
    // Values that do not move are taken as they were written: through a scale and back they might change.
    if (!Number.isFinite(way[i]) || way[i] === 0) held.push(i);
  }
  if (held.length === length) return switching(from, to);

  const typed = numeric && (isTypedList(from) || isTypedList(to));
  return {
    at: (position) => {
      const mixed: { [index: number]: unknown } = typed ? new Float64Array(length) : new Array(length);
      for (let i = 0; i < length; i++) mixed[i] = write((start[i] ?? 0) + position * (way[i] ?? 0));
      const side = position < 0.5 ? from : to;
      for (const i of held) mixed[i] = typed && typeof side[i] !== 'number' ? Number.NaN : side[i];
      return mixed;
    },
  };
}

function fitting(scale: Scale, from: List, to: List): Scale {
  const every = (is: (value: unknown) => boolean) => from.every(is) && to.every(is);
  // Milliseconds on a date axis are in the browser's zone, dates as text in none: numbers stay numbers.
  if (scale === date) return every(isMilliseconds) ? linear : date;
  // A few attributes share their name with one that has bounds, but may go beyond.
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = scale;
  const isWithin = (value: unknown) => typeof value !== 'number' || !(value < min || value > max);
  return scale.min === undefined || every(isWithin) ? scale : linear;
}

function shortest(way: number, { turn }: Scale): number {
  if (turn === undefined) return way;
  const rest = way % turn;
  if (Math.abs(rest) <= turn / 2) return rest;
  return rest - Math.sign(rest) * turn;
}
