import type { AxisTypes } from '../../page/figure-scene/axis-types.ts';
import type { Attributes, FigureState } from '../../page/figure-scene/figure-state.ts';
import { planTween } from '../../page/figure-scene/tween/plan-tween.ts';

/** A figure of one trace on its way to another. */
export function tweenTrace(from: Attributes, to: Attributes, axes: AxisTypes = {}): (at: number) => Attributes {
  const tween = planTween(frozen({ data: [from], layout: {} }), frozen({ data: [to], layout: {} }), axes);
  return (at) => tween(at).data[0] ?? {};
}

export function tweenLayout(from: Attributes, to: Attributes, axes: AxisTypes = {}): (at: number) => Attributes {
  const tween = planTween(frozen({ data: [], layout: from }), frozen({ data: [], layout: to }), axes);
  return (at) => tween(at).layout;
}

/** Frozen all the way down: whoever changes it throws. Typed arrays cannot be frozen. */
export function frozen(state: FigureState): FigureState {
  freeze(state);
  return state;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const item of Object.values(value)) freeze(item);
}
