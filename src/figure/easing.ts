import { easeBackIn, easeBounceOut, easeCircleIn, easeCubicIn, easeLinear, easeQuadIn, easeSinIn } from 'd3-ease';

type Ease = (time: number) => number;

/**
 * What Plotly's names mean: those of d3 3, whose elastic and bounce begin with what others call their end. Later d3 bends
 * exp and elastic so that they reach 0 and 1; here they are cut off there.
 */
const SHAPES = {
  linear: easeLinear,
  quad: easeQuadIn,
  cubic: easeCubicIn,
  sin: easeSinIn,
  exp: (time) => 2 ** (10 * (time - 1)),
  circle: easeCircleIn,
  elastic: (time) => 1 - 2 ** (-10 * time) * Math.cos((time * 2 * Math.PI) / 0.45),
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

/** How far a transition is at a time of 0 to 1: 0 and 1 at the ends; elastic and back go beyond between them. @throws RangeError for other names */
export function ease(name: string, time: number): number {
  const easing = EASINGS.get(name);
  if (!easing) throw new RangeError(`No easing is called '${name}'`);
  return time <= 0 ? 0 : time >= 1 ? 1 : easing(time);
}
