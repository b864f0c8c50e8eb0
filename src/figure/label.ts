import type { FigureLabel } from '../protocol.ts';
import type { Slider } from './controls.ts';
import type { Figure, Layout } from './figure.ts';
import { isPlainObject } from './json-values.ts';
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
  return { texts, annotation: annotation(shown, [layout.font, slider?.attributes.font, shown.font]) };
}

/** Above the plot, on the side that the slider asks for: on the right, where titles rarely are, unless it asks. */
function annotation({ xanchor }: Layout, fonts: readonly unknown[]): Layout {
  const side = xanchor === 'left' || xanchor === 'center' ? xanchor : 'right';
  return {
    xref: 'paper',
    yref: 'paper',
    x: { left: 0, center: 0.5, right: 1 }[side],
    y: 1,
    xanchor: side,
    yanchor: 'bottom',
    yshift: 8,
    showarrow: false,
    font: Object.assign({}, ...fonts.filter(isPlainObject)),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
