import {
  easeBackIn,
  easeBounceOut,
  easeCircleIn,
  easeCubicIn,
  easeElasticOut,
  easeExpIn,
  easeLinear,
  easeQuadIn,
  easeSinIn,
} from 'd3-ease';

type Ease = (time: number) => number;

/** What Plotly's names mean: those of d3 3, whose elastic and bounce begin with what others call their end. */
const SHAPES = {
  linear: easeLinear,
  quad: easeQuadIn,
  cubic: easeCubicIn,
  sin: easeSinIn,
  exp: easeExpIn,
  circle: easeCircleIn,
  elastic: easeElasticOut.period(0.45),
  back: easeBackIn,
  bounce: easeBounceOut,
} satisfies Record<string, Ease>;

const MODES = {
  in: (ease: Ease): Ease => ease,
  out:
    (ease: Ease): Ease =>
    (time) =>
      1 - ease(1 - time),
  'in-out':
    (ease: Ease): Ease =>
    (time) =>
      time < 0.5 ? ease(2 * time) / 2 : 1 - ease(2 - 2 * time) / 2,
} satisfies Record<string, (ease: Ease) => Ease>;

const EASINGS = new Map<string, Ease>(
  Object.entries(SHAPES).flatMap(([shape, ease]) => [
    [shape, ease],
    ...Object.entries(MODES).map(([mode, bend]): [string, Ease] => [`${shape}-${mode}`, bend(ease)]),
  ]),
);

/** Plotly's names of easings: `linear`, `quad`, `cubic`, `sin`, `exp`, `circle`, `elastic`, `back`, `bounce`, each also with `-in`, `-out` and `-in-out`. */
export const EASING_NAMES: readonly string[] = [...EASINGS.keys()];

/** How far a transition is at a time of 0 to 1; elastic and back go beyond. @throws RangeError for other names */
export function ease(name: string, time: number): number {
  const easing = EASINGS.get(name);
  if (!easing) throw new RangeError(`No easing is called '${name}'`);
  return easing(time);
}
