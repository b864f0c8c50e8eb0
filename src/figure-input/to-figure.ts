import type { Figure, Frame, Trace } from '../figure/figure.ts';
import { frameNames } from './frame-names.ts';
import { isAbsent, isList, isPlainObject } from './json-values.ts';
import { titleObjects } from './title-objects.ts';

/** The parts of a figure that has passed its check. */
export function toFigure({ data, layout, frames, config, animate }: Readonly<Record<string, unknown>>): Figure {
  const [target, options] = Array.isArray(animate) ? animate : [];
  return {
    data: records(data).map(toTrace),
    layout: isPlainObject(layout) ? titleObjects(layout) : {},
    frames: toFrames(records(frames)),
    config: isPlainObject(config) ? config : {},
    ...(Array.isArray(animate) && { animate: [target, isPlainObject(options) ? options : {}] }),
  };
}

function toFrames(frames: readonly Readonly<Record<string, unknown>>[]): Frame[] {
  const names = frameNames(frames);
  return frames.map(({ group, baseframe, data, traces, layout }, i) => ({
    name: names[i] ?? '',
    ...(!isAbsent(group) && { group: String(group) }),
    ...(!isAbsent(baseframe) && { baseframe: String(baseframe) }),
    ...(Array.isArray(data) && { data: records(data).map(toTrace) }),
    ...(isList(traces) && { traces: Array.from(traces, (trace) => (typeof trace === 'number' ? trace : null)) }),
    ...(isPlainObject(layout) && { layout: titleObjects(layout) }),
  }));
}

/** plotly.js looks into `marker` even where it is null, which other languages write for what is not there. */
function toTrace(trace: Readonly<Record<string, unknown>>): Trace {
  const { marker, ...rest } = trace;
  return titleObjects(marker === null ? rest : trace);
}

function records(list: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}
