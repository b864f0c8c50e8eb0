import type { Attributes } from '../figure-state.ts';
import { type Motion, switching } from './motion.ts';
import { planNumber } from './numbers.ts';
import { share } from './scale.ts';

/** A trace, an annotation … of which there is something to be seen; undefined for others. */
export function ifVisible(item: Attributes | undefined): Attributes | undefined {
  return item?.visible === false || item?.visible === 'legendonly' ? undefined : item;
}

/** Fades in from no opacity, or out to it. */
export function fading(item: Attributes, direction: 'in' | 'out'): Motion<Attributes> {
  const own = item.opacity ?? 1;
  const opacity = direction === 'in' ? planNumber(0, own, share) : planNumber(own, 0, share);
  return 'at' in opacity ? { at: (position) => ({ ...item, opacity: opacity.at(position) }) } : { still: item };
}

/** For what knows no opacity: it is there from the half on, or up to it. */
export function appearing(item: Attributes, direction: 'in' | 'out'): Motion<Attributes> {
  const hidden = { ...item, visible: false };
  return direction === 'in' ? switching(hidden, item) : switching(item, hidden);
}
