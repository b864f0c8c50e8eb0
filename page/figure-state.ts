import type { Attributes, FigureState } from '../src/protocol.ts';

/** What a mounted figure is now, as JSON has it. */
export function figureState(element: HTMLElement): FigureState {
  // Where Plotly keeps what it was given, and what it has changed of it.
  const graph: HTMLElement & { data?: unknown[]; layout?: unknown } = element;
  return { data: (graph.data ?? []).map(attributes), layout: attributes(graph.layout) };
}

function attributes(container: unknown): Attributes {
  return Object.fromEntries(
    Object.entries(Object(container))
      // What Plotly keeps for itself begins with an underscore.
      .filter(([name, value]) => !name.startsWith('_') && typeof value !== 'function' && value !== undefined)
      .map(([name, value]) => [name, plain(value)]),
  );
}

function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (isTypedArray(value)) return Array.from(value, plain);
  return attributes(value);
}

function isTypedArray(value: object): value is object & ArrayLike<unknown> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
