import type { Figure, Layout } from './figure.ts';

/** A button of an update menu, or a step of a slider: a call of Plotly's. */
export interface Action {
  method: string;
  args: readonly unknown[];
  label: string | undefined;
}

/** A slider that goes through the figure's states. */
export interface Slider {
  /** Its place in `layout.sliders`. */
  index: number;
  attributes: Layout;
  steps: Action[];
}

/** The button that plays the figure's frames: the first that animates, other than those that stop. */
export function findPlayButton({ layout }: Figure): Action | undefined {
  const buttons = records(layout.updatemenus).flatMap((menu) => records(menu.buttons).map(toAction));
  return buttons.find(({ method, args }) => method === 'animate' && !stops(args[0]));
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

/** A layout without buttons, menus and sliders; Plotly gives their room back to the plot. */
export function withoutControls<T extends Layout>(layout: T): Layout {
  const { updatemenus, sliders, ...rest } = layout;
  return rest;
}

function sliders({ layout }: Figure): Slider[] {
  return records(layout.sliders).map((attributes, index) => ({
    index,
    attributes,
    steps: records(attributes.steps).map(toAction),
  }));
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

function records(list: unknown): Layout[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
