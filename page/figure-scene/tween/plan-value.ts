import { type Attributes, isAttributes, isList, isSame, type List } from '../figure-state.ts';
import type { AttributeKind } from './attribute-kind.ts';
import { planCamera } from './camera.ts';
import { colourPlanner } from './colours.ts';
import { type Motion, movingList, movingRecord, switching } from './motion.ts';
import { planNumber, planNumbers } from './numbers.ts';
import { date, degrees, linear, log, nonNegative, position, type Scale, share } from './scale.ts';

/** Where a value stands in its trace or layout, and how to tell what it is there. */
export interface Place {
  readonly path: readonly string[];
  readonly kindOf: (path: readonly string[]) => AttributeKind;
  /** Plans a list whose items come and go. */
  readonly planItems?: (from: List, to: List, path: readonly string[]) => Motion;
}

/** Plans a value and all that it holds. */
export function planValue(from: unknown, to: unknown, place: Place): Motion {
  if (isSame(from, to)) return { still: from };
  const kind = place.kindOf(place.path);
  if (kind === 'switch') return switching(from, to);
  if (kind === 'camera' && isOptional(from, isAttributes) && isOptional(to, isAttributes)) {
    return planCamera(from ?? {}, to ?? {});
  }
  if (kind === 'items' && place.planItems && isOptional(from, isList) && isOptional(to, isList)) {
    return place.planItems(from ?? [], to ?? [], place.path);
  }
  if (isAttributes(from) && isAttributes(to)) return planRecord(from, to, place);
  if (isList(from) && isList(to)) return planList(from, to, place);
  if (typeof from === 'string' && typeof to === 'string' && isColoured(kind)) return colourPlanner()(from, to);
  const absent = WHEN_ABSENT.get(place.path.join('.'));
  return planNumber(from ?? absent, to ?? absent, scaleOf(kind));
}

// What Plotly takes where nothing is given, for what is often given from a frame on only.
const WHEN_ABSENT = new Map([
  ['opacity', 1],
  ['rotation', 0],
  ['hole', 0],
]);

/** Plans a record attribute by attribute. */
export function planRecord(from: Attributes, to: Attributes, place: Place): Motion<Attributes> {
  return movingRecord(from, to, (a, b, key) => planValue(a, b, { ...place, path: [...place.path, key] }));
}

function planList(from: List, to: List, place: Place): Motion {
  if (from.length !== to.length) return switching(from, to);
  const kind = place.kindOf(place.path);
  const has = (is: (item: unknown) => boolean) => from.some(is) || to.some(is);
  const each = (plan: (a: unknown, b: unknown) => Motion) =>
    movingList(
      from,
      Array.from(from, (item: unknown, i) => plan(item, to[i])),
    );

  if (has((item) => isList(item) || isAttributes(item))) return each((a, b) => planValue(a, b, place));
  if (isColoured(kind) && has((item) => typeof item === 'string')) {
    const planColour = colourPlanner();
    return each((a, b) => (typeof a === 'number' ? planNumber(a, b, scaleOf(kind)) : planColour(a, b)));
  }
  return planNumbers(from, to, scaleOf(kind));
}

function isColoured(kind: AttributeKind): boolean {
  return kind === 'colour' || kind === 'colorscale';
}

const SCALES: Partial<Record<AttributeKind, Scale>> = {
  position,
  log,
  date,
  size: nonNegative,
  share,
  degrees,
  colorscale: share,
};

function scaleOf(kind: AttributeKind): Scale {
  return SCALES[kind] ?? linear;
}

function isOptional<T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined {
  return value === undefined || is(value);
}
