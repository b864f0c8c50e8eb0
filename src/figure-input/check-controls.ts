import { checkCallPaths } from './check-paths.ts';
import { describeValue } from './describe-value.ts';
import { frameNames } from './frame-names.ts';
import { isPlainObject } from './json-values.ts';

/**
 * Slider steps and buttons of `layout` that change what no figure has, or play frames which are not there. A figure
 * without frames may keep the controls of one that had some: they play nothing.
 */
export function* checkControls(
  layout: Readonly<Record<string, unknown>>,
  frames: readonly Readonly<Record<string, unknown>>[],
): Generator<string> {
  for (const { path, args } of calls(layout)) yield* checkCallPaths(args, path);
  if (frames.length === 0) return;
  const names = new Set(frameNames(frames));
  for (const { path: call, method, args } of calls(layout)) {
    if (method !== 'animate') continue;
    const [path, target] = [`${call}[0]`, args[0]];
    // Anything but a list stands for all frames, a group or a frame of its own.
    if (!Array.isArray(target)) continue;
    for (const [i, name] of target.entries()) {
      if ((typeof name === 'string' || typeof name === 'number') && !names.has(String(name))) {
        yield `\`${path}[${i}]\` names the frame ${describeValue(String(name))}, but there is no such frame`;
      }
    }
  }
}

interface Call {
  /** Where its arguments are. */
  path: string;
  method: unknown;
  args: readonly unknown[];
}

/** What each step and button calls. */
function* calls(layout: Readonly<Record<string, unknown>>): Generator<Call> {
  for (const [container, items] of [
    ['sliders', 'steps'],
    ['updatemenus', 'buttons'],
  ] as const) {
    for (const [i, control] of records(layout[container])) {
      for (const [j, item] of records(control[items])) {
        for (const key of ['args', 'args2']) {
          const args = item[key];
          const path = `layout.${container}[${i}].${items}[${j}].${key}`;
          if (Array.isArray(args)) yield { path, method: item.method, args };
        }
      }
    }
  }
}

function* records(list: unknown): Generator<[index: number, record: Readonly<Record<string, unknown>>]> {
  if (!Array.isArray(list)) return;
  for (const [i, item] of list.entries()) if (isPlainObject(item)) yield [i, item];
}
