import { PROTOTYPE_KEYS } from '../../src/protocol.ts';
import { type Attributes, isAttributes, isList } from './figure-state.ts';

/** Lists of plain objects: annotations, shapes, dimensions. */
export function isContainerList(value: unknown): value is readonly Attributes[] {
  return Array.isArray(value) && value.length > 0 && value.every(isAttributes);
}

/** The value at a path such as `marker.line.color`. */
export function getAttribute(attributes: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isAttributes(at) ? at[key] : undefined), attributes);
}

/** A copy with another value at a path such as `xaxis.range[0]`; null takes it away. What lies beside the path is shared. */
export function withAttribute(attributes: Attributes, path: string, value: unknown): Attributes {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  // The paths of slider steps come as the figure has them.
  if (keys.some((key) => PROTOTYPE_KEYS.has(key))) return attributes;
  const copy = withKeys(attributes, keys, value);
  return isAttributes(copy) ? copy : attributes;
}

function withKeys(outer: unknown, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  // What is not there cannot be taken away.
  if (value === null && (outer === undefined || outer === null)) return outer;
  if (isList(outer) || (!isAttributes(outer) && /^\d+$/.test(key))) {
    const list: unknown[] = isList(outer) ? Array.from(outer) : [];
    list[Number(key)] = withKeys(list[Number(key)], rest, value);
    return list;
  }
  const { [key]: inner, ...others } = isAttributes(outer) ? outer : {};
  const next = withKeys(inner, rest, value);
  // In its place: the order of the keys stays.
  return next === null || next === undefined ? others : { ...(isAttributes(outer) ? outer : {}), [key]: next };
}

/** A copy whose objects may be changed: Plotly writes into what it is given. Arrays of data are shared. */
export function copyContainers<T>(value: T): T;
export function copyContainers(value: unknown): unknown {
  if (isContainerList(value)) return value.map(copyContainers);
  if (!isAttributes(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyContainers(inner)]));
}

/** `next` with everything that equals `previous` taken from there, so that identity tells what changed. */
export function shareEqual<T>(previous: unknown, next: T): T;
export function shareEqual(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous;
  if (isAttributes(previous) && isAttributes(next)) {
    const shared = Object.fromEntries(
      Object.entries(next).map(([key, value]) => [key, shareEqual(previous[key], value)]),
    );
    return sameEntries(previous, shared) ? previous : shared;
  }
  if (Array.isArray(previous) && Array.isArray(next)) {
    const isSame = (list: unknown[]) =>
      list.length === previous.length && list.every((value, i) => Object.is(value, previous[i]));
    // Lists of numbers and texts, the usual case, share nothing but themselves.
    if (!next.some((value) => typeof value === 'object' && value !== null)) return isSame(next) ? previous : next;
    const shared = next.map((value, i) => shareEqual(previous[i], value));
    return isSame(shared) ? previous : shared;
  }
  return sameTypedArrays(previous, next) ? previous : next;
}

function sameEntries(a: Attributes, b: Attributes): boolean {
  const keys = Object.keys(b);
  return (
    keys.length === Object.keys(a).length && keys.every((key) => Object.hasOwn(a, key) && Object.is(a[key], b[key]))
  );
}

function sameTypedArrays(a: unknown, b: unknown): boolean {
  if (!(ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) || a.constructor !== b.constructor) return false;
  const left = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  const right = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
