import { isPlainObject } from '../figure-input/json-values.ts';
import type { FigureLabel } from '../protocol.ts';
import type { Slider } from './controls.ts';
import type { Figure, Layout } from './figure.ts';
import type { Keyframe } from './keyframes.ts';

/** What stands in a template for a keyframe's own. */
const PLACEHOLDER = /\{(label|name|index)\}/g;

/**
 * The text that says where the video is: what the slider shows as its current value, in the slider's font.
 *
 * @param choice 'off'; 'auto': where there is a slider that shows it; else a template with {label}, {name} and {index}
 */
export function describeLabel(
  { layout }: Figure,
  keyframes: readonly Keyframe[],
  slider: Slider | undefined,
  choice: string,
): FigureLabel | null {
  const shown = isPlainObject(slider?.attributes.currentvalue) ? slider.attributes.currentvalue : {};
  if (choice === 'off' || keyframes.length === 0) return null;
  if (choice === 'auto' && (!slider || slider.attributes.visible === false || shown.visible === false)) return null;
  const template = choice === 'auto' ? `${text(shown.prefix)}{label}${text(shown.suffix)}` : choice;
  const texts = keyframes.map((keyframe, index) =>
    template.replace(PLACEHOLDER, (_, key: string) => {
      if (key === 'index') return String(index);
      return (key === 'name' ? keyframe.name : (keyframe.label ?? keyframe.name)) ?? '';
    }),
  );
  const font: Layout = Object.assign({}, ...[layout.font, slider?.attributes.font, shown.font].filter(isPlainObject));
  return { texts, annotation: { ...placeOf(layout, shown, font), showarrow: false, font } };
}

/** Between the plot and the label, in pixels. */
const GAP = 8;
/** Plotly's default, in pixels. */
const FONT_SIZE = 12;
/** Height of a line of text in font sizes, as Plotly has it. */
const LINE_SPACING = 1.3;

/**
 * Above the plot, or within it where the margin has no room, on the side that the slider asks for: on the right, where
 * titles rarely are, unless it asks, or on the left where headings of panels or a legend stand on the right.
 */
function placeOf(layout: Layout, { xanchor }: Layout, { size }: Layout): Layout {
  const sides = isSide(xanchor) ? [xanchor] : (['right', 'left'] as const);
  const free = sides.find((side) => isSide(xanchor) || !isTaken(layout, side));
  const side = free ?? 'right';
  const isAbove = free !== undefined && topMargin(layout) >= (Number(size) || FONT_SIZE) * LINE_SPACING + GAP;
  return {
    xref: 'paper',
    yref: 'paper',
    x: PLACES[side],
    y: 1,
    xanchor: side,
    yanchor: isAbove ? 'bottom' : 'top',
    yshift: isAbove ? GAP : -GAP,
  };
}

/** Share of the plot's width. */
const PLACES = { left: 0, center: 0.5, right: 1 };
type Side = keyof typeof PLACES;

function isSide(value: unknown): value is Side {
  return typeof value === 'string' && Object.hasOwn(PLACES, value);
}

/** In pixels. */
function topMargin({ margin }: Layout): number {
  return isPlainObject(margin) && typeof margin.t === 'number' ? margin.t : Number.POSITIVE_INFINITY;
}

/** Whether the headings of panels or a legend stand above the plot on this side. */
function isTaken({ annotations, legend }: Layout, side: Side): boolean {
  const items = [...(Array.isArray(annotations) ? annotations : []), isPlainObject(legend) ? legend : {}].filter(
    isPlainObject,
  );
  return items.some(({ x = 1, y, xref = 'paper', yref = 'paper' }) => {
    const isAbove = xref === 'paper' && yref === 'paper' && Number(y) >= 1;
    return isAbove && Math.abs(Number(x) - PLACES[side]) <= 0.5;
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
