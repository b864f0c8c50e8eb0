import { describeValue } from './describe-value.ts';
import { frameNames } from './frame-names.ts';
import { isPlainObject } from './json-values.ts';

/**
 * Slider steps and buttons of `layout` that play frames which are not there. A figure without frames may keep the
 * controls of one that had some: they play nothing.
 */
export function* checkControls(
  layout: Readonly<Record<string, unknown>>,
  frames: readonly Readonly<Record<string, unknown>>[],
): Generator<string> {
  if (frames.length === 0) return;
  const names = new Set(frameNames(frames));
  for (const [path, target] of animateTargets(layout)) {
    // Anything but a list stands for all frames, a group or a frame of its own.
    if (!Array.isArray(target)) continue;
    for (const [i, name] of target.entries()) {
      if ((typeof name === 'string' || typeof name === 'number') && !names.has(String(name))) {
        yield `\`${path}[${i}]\` names the frame ${describeValue(String(name))}, but there is no such frame`;
      }
    }
  }
}

/** What each step and button gives to `Plotly.animate`, and where it does. */
function* animateTargets(layout: Readonly<Record<string, unknown>>): Generator<[path: string, target: unknown]> {
  for (const [container, items] of [
    ['sliders', 'steps'],
    ['updatemenus', 'buttons'],
  ] as const) {
    for (const [i, control] of records(layout[container])) {
      for (const [j, item] of records(control[items])) {
        if (item.method !== 'animate') continue;
        for (const key of ['args', 'args2']) {
          const args = item[key];
          if (Array.isArray(args)) yield [`layout.${container}[${i}].${items}[${j}].${key}[0]`, args[0]];
        }
      }
    }
  }
}

function* records(list: unknown): Generator<[index: number, record: Readonly<Record<string, unknown>>]> {
  if (!Array.isArray(list)) return;
  for (const [i, item] of list.entries()) if (isPlainObject(item)) yield [i, item];
}
