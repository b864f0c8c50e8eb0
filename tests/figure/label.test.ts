import { describe, expect, it } from 'vitest';
import { listKeyframes } from '../../src/figure/keyframes.ts';
import { describeLabel } from '../../src/figure/label.ts';
import type { FigureLabel } from '../../src/protocol.ts';
import { figureOf, pointFrames, sliderOf } from '../support/figures.ts';

/** The label of a figure with two frames. */
function labelOf(choice: string, layout: Readonly<Record<string, unknown>> = {}): FigureLabel | null {
  const frames = pointFrames(2);
  const figure = figureOf({ data: frames[0]?.data, frames, layout });
  const { list, slider } = listKeyframes(figure);
  return describeLabel(figure, list, slider, choice);
}

const slider = (attributes?: object) => sliderOf([['f2'], ['f1']], attributes);

describe('describeLabel()', () => {
  it.each([
    { choice: 'auto', layout: {}, texts: undefined },
    { choice: 'off', layout: slider(), texts: undefined },
    { choice: 'auto', layout: slider(), texts: ['f2', 'f1'] },
    { choice: 'auto', layout: slider({ visible: false }), texts: undefined },
    { choice: 'auto', layout: slider({ currentvalue: { visible: false } }), texts: undefined },
    {
      choice: 'auto',
      layout: slider({ currentvalue: { prefix: 'n = ', suffix: ' m' } }),
      texts: ['n = f2 m', 'n = f1 m'],
    },
    { choice: '{label}', layout: slider({ currentvalue: { visible: false, prefix: 'n' } }), texts: ['f2', 'f1'] },
    { choice: 'Step {index}: {name} ({label})', layout: {}, texts: ['Step 0: f1 (f1)', 'Step 1: f2 (f2)'] },
    { choice: 'plain', layout: {}, texts: ['plain', 'plain'] },
    { choice: '{LABEL} {} {x} {{index}}', layout: {}, texts: ['{LABEL} {} {x} {0}', '{LABEL} {} {x} {1}'] },
  ])('gives $texts for $choice', ({ choice, layout, texts }) => {
    expect(labelOf(choice, layout)?.texts).toEqual(texts);
  });

  it('takes labels as they are, whatever characters they have', () => {
    const steps = ['$& {index}', "$'"].map((label, i) => ({ method: 'animate', label, args: [[`f${i + 1}`]] }));
    expect(labelOf('<{label}>', { sliders: [{ steps }] })?.texts).toEqual(['<$& {index}>', "<$'>"]);
  });

  it('has no name for the figure as it stands', () => {
    const figure = figureOf({ frames: pointFrames(1) });
    const { list, slider } = listKeyframes(figure);
    expect(describeLabel(figure, list, slider, '{index} {name}')?.texts).toEqual(['0 ', '1 f1']);
  });

  it('is none where there are no keyframes', () => {
    expect(describeLabel(figureOf({}), [], undefined, '{index}')).toBeNull();
  });

  it.each([
    { margin: undefined, size: 12, yanchor: 'bottom', yshift: 8 },
    { margin: { t: 60 }, size: 32, yanchor: 'bottom', yshift: 8 },
    { margin: { t: 23 }, size: 12, yanchor: 'top', yshift: -8 },
    { margin: { t: 60 }, size: 48, yanchor: 'top', yshift: -8 },
  ])('stands above the plot where margin $margin has room for size $size', ({ margin, size, yanchor, yshift }) => {
    const layout = { ...(margin ? { margin } : {}), font: { size }, ...slider() };
    expect(labelOf('auto', layout)?.annotation).toMatchObject({ y: 1, yanchor, yshift });
  });

  it('has the font of what the slider shows, then the slider’s, then the layout’s', () => {
    const layout = {
      font: { family: 'Arial', size: 10, color: 'red' },
      ...slider({ font: { size: 12, color: 'green' }, currentvalue: { font: { color: 'blue' } } }),
    };
    expect(labelOf('auto', layout)?.annotation.font).toEqual({ family: 'Arial', size: 12, color: 'blue' });
    expect(labelOf('auto', slider())?.annotation.font).toEqual({});
  });

  it.each([
    { xanchor: 'left', x: 0, side: 'left' },
    { xanchor: 'center', x: 0.5, side: 'center' },
    { xanchor: 'right', x: 1, side: 'right' },
    { xanchor: undefined, x: 1, side: 'right' },
    { xanchor: 'top', x: 1, side: 'right' },
  ])('stands above the plot: $xanchor', ({ xanchor, x, side }) => {
    expect(labelOf('auto', slider({ currentvalue: { xanchor } }))?.annotation).toMatchObject({
      ...{ x, xanchor: side, y: 1, yanchor: 'bottom', xref: 'paper', yref: 'paper', showarrow: false },
    });
  });
});
