// The scene that shows a Plotly figure: its keyframes, what lies between them, and the camera's way around it. What a
// frame shows depends on nothing but the figure and the frame's moment.
import type { Data } from 'plotly.js';
import type { FigureMoment, FigureProps } from '../../src/protocol.ts';
import type { FigureHandle, FigureSpec } from '../figure.ts';
import { validateFigure } from '../validate-figure.ts';
import { copyContainers } from './attributes.ts';
import type { FigureState } from './figure-state.ts';
import { type Film, openFilm } from './film.ts';
import { showState } from './show-state.ts';
import { visibleParts } from './visible-parts.ts';

let film: Film | undefined;
/** What the mounted figure shows. */
let shown: FigureState | undefined;

export default {
  setup: async (props: FigureProps): Promise<FigureSpec> => {
    // With `reuse: false` the figure is set up anew for each frame; its keyframes stay the same.
    film ??= await openFilm(checked(props));
    shown = visibleParts(film.first);
    const { data, layout } = copyContainers(shown);
    return { data: data as Data[], layout, config: props.config };
  },

  update: async (figure: FigureHandle, moment: FigureMoment): Promise<void> => {
    if (!film || !shown) throw new Error('The figure was not set up');
    const next = visibleParts(film.stateAt(moment));
    await showState(figure, shown, next);
    shown = next;
  },
};

/** @throws an Error by the name of InputError, for the caller, when Plotly would take other values than the figure's */
function checked(props: FigureProps): FigureProps {
  const problems = validateFigure(props.data, props.layout);
  if (problems.length === 0) return props;
  const error = new Error(problems.join('\n'));
  error.name = 'InputError';
  throw error;
}
