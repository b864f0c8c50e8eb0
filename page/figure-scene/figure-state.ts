/** A trace, a layout or a part of one: what Plotly calls attributes. Never changed once made. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What a figure shows at one moment. */
export interface FigureState {
  readonly data: readonly Attributes[];
  readonly layout: Attributes;
}

type TypedList =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/** An array as figures have them: plain, or typed numbers. Typed big integers are no numbers that could be tweened. */
export type List = readonly unknown[] | TypedList;

export function isAttributes(value: unknown): value is Attributes {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plotly, too, takes only plain objects for containers. Another frame's Object is not ours, but its parent is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export function isTypedList(value: unknown): value is TypedList {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

export function isList(value: unknown): value is List {
  return Array.isArray(value) || isTypedList(value);
}

/** Whether two values say the same, however deep. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item: unknown, i: number) => isSame(item, b[i]));
  if (!isAttributes(a) || !isAttributes(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}
