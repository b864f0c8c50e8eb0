import { isPlainObject } from '../figure-input/json-values.ts';
import type { Figure, Layout } from './figure.ts';

/** A button of an update menu, or a step of a slider: a call of Plotly's. */
export interface Action {
  method: string;
  args: readonly unknown[];
  label: string | undefined;
}

/** A step of a slider. */
export interface Step extends Action {
  /** Its place in the slider's `steps`. */
  index: number;
  label: string;
}

/** A slider that goes through the figure's states. */
export interface Slider {
  /** Its place in `layout.sliders`. */
  index: number;
  attributes: Layout;
  /** Those that it shows. */
  steps: Step[];
}

/** The button that plays the figure's frames: the first that plays several, else the first that shows one. */
export function findPlayButton({ layout }: Figure): Action | undefined {
  const buttons = records(layout.updatemenus).flatMap(([, menu]) =>
    records(menu.buttons).map(([, button]) => toAction(button)),
  );
  const players = buttons.filter(({ method, args }) => method === 'animate' && !stops(args[0]));
  return players.find(({ args: [target] }) => !Array.isArray(target) || target.length > 1) ?? players[0];
}

/** The first slider whose steps all show frames. */
export function findFrameSlider(figure: Figure): Slider | undefined {
  return sliders(figure).find(({ steps }) => steps.length > 0 && steps.every(showsFrames));
}

/** The first slider whose steps all change the figure by themselves, without frames. */
export function findChangeSlider(figure: Figure): Slider | undefined {
  return sliders(figure).find(({ steps }) => steps.length > 0 && steps.every(({ method }) => CHANGES.has(method)));
}

const CHANGES = new Set(['restyle', 'relayout', 'update']);

/** A layout without buttons, menus and sliders, those of its axes included; Plotly gives their room back to the plot. */
export function withoutControls(layout: Layout): Layout {
  // A frame may say `'sliders[0].active'`.
  const entries = Object.entries(layout).filter(([key]) => !/^(updatemenus|sliders)\b|\brangeselector\b/.test(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, /^xaxis\d*$/.test(key) ? withoutButtons(value) : value]),
  );
}

/** A date axis without the buttons that choose its range. */
function withoutButtons(axis: unknown): unknown {
  if (!isPlainObject(axis)) return axis;
  const { rangeselector, ...rest } = axis;
  return rest;
}

function sliders({ layout }: Figure): Slider[] {
  return records(layout.sliders).map(([index, attributes]) => ({
    index,
    attributes,
    steps: records(attributes.steps).filter(isShown).map(toStep),
  }));
}

/** As in Plotly a step without arguments is none. */
function isShown([, { visible, method, args }]: Indexed): boolean {
  return visible !== false && (Array.isArray(args) || method === 'skip');
}

function toStep([index, item]: Indexed): Step {
  const { label = `step-${index}`, ...action } = toAction(item);
  return { ...action, index, label };
}

/** `Plotly.animate(graph, [null], …)` is how a figure is told to stop. */
function stops(target: unknown): boolean {
  return Array.isArray(target) && target.length > 0 && target.every((item) => item === null);
}

function showsFrames({ method, args: [target] }: Action): boolean {
  return method === 'animate' && target !== null && target !== undefined && !stops(target);
}

function toAction(item: Layout): Action {
  const { label } = item;
  return {
    // Plotly's default.
    method: typeof item.method === 'string' ? item.method : 'restyle',
    args: Array.isArray(item.args) ? item.args : [],
    label: typeof label === 'string' || typeof label === 'number' ? String(label) : undefined,
  };
}

type Indexed = readonly [index: number, item: Layout];

function records(list: unknown): Indexed[] {
  return Array.isArray(list)
    ? [...list.entries()].filter((entry): entry is [number, Layout] => isPlainObject(entry[1]))
    : [];
}
