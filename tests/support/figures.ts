import type { Figure } from '../../src/figure/figure.ts';
import { toFigure } from '../../src/figure-input/to-figure.ts';

/** A figure as reading one would leave it. */
export function figureOf(parts: Readonly<Record<string, unknown>>): Figure {
  return toFigure({ data: [{ y: [0] }], ...parts });
}

/** Frames that put one point at 1, 2, 3 …, called f1, f2, f3 … */
export function pointFrames(count: number): { name: string; data: { y: number[] }[] }[] {
  return Array.from({ length: count }, (_, i) => ({ name: `f${i + 1}`, data: [{ y: [i + 1] }] }));
}

/** A layout with one button for each list of arguments of `Plotly.animate`. */
export function buttonsOf(...argumentLists: unknown[][]): Record<string, unknown> {
  return { updatemenus: [{ buttons: argumentLists.map((args) => ({ method: 'animate', args })) }] };
}

/** A layout with one slider whose steps have these targets of `Plotly.animate`. */
export function sliderOf(targets: readonly unknown[], attributes: object = {}): Record<string, unknown> {
  const steps = targets.map((target) => ({ method: 'animate', label: String(target), args: [target] }));
  return { sliders: [{ ...attributes, steps }] };
}
