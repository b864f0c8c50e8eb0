import Plotly, { type PlotlyProblem } from 'plotly.js-dist';
import { describeAttribute } from './plotly-attribute.ts';

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Values that plotly.js would silently replace by its defaults, one line each with its path: a text for a number, a
 * name that it does not know.
 *
 * Figures draw well with attributes that plotly.js does not know or need, so those are no problems; neither is anything
 * that `Plotly.validate` itself gets wrong. Rather a problem is missed than a good figure refused.
 */
export function validateFigure(data: readonly Attributes[], layout: Attributes): string[] {
  const problems = findProblems(data, layout).flatMap((problem) => {
    const value = valueAt(problem.trace === null ? layout : data[problem.trace], problem.path);
    if (!isMistake(problem, value)) return [];
    const attribute = problem.trace === null ? problem.astr : [`data[${problem.trace}]`, problem.astr].join('.');
    const name = problem.trace === null ? `layout.${attribute}` : attribute;
    return [`Expected \`${name}\` to be ${describeAttribute(problem, data)}, got ${describeValue(value)}`];
  });
  const rest = problems.length - MAX_LISTED;
  return rest > 0 ? [...problems.slice(0, MAX_LISTED), `… and ${rest} more`] : problems;
}

/** Problems shown at once: a mistake made in every trace need not be read a thousand times. */
const MAX_LISTED = 20;

function findProblems(data: readonly Attributes[], layout: Attributes): PlotlyProblem[] {
  // `Plotly.validate` throws for the legend of a figure that shows none, and perhaps for more.
  const legendless = Object.fromEntries(Object.entries(layout).filter(([key]) => !/^legend\d*$/.test(key)));
  for (const tried of [layout, legendless]) {
    try {
      return Plotly.validate([...data], tried) ?? [];
    } catch {}
  }
  return [];
}

function isMistake({ code, astr, trace }: PlotlyProblem, value: unknown): boolean {
  // The others: unknown, unused, or changed by plotly.js on purpose.
  if (code !== 'value' && code !== 'object' && code !== 'array') return false;
  // The whole trace or figure: Node has checked that.
  if (astr === '') return false;
  // Other languages write null for what is not there.
  if (value === null || value === undefined) return false;
  // No reference to a colour axis passes: its attribute has no default to compare with.
  if (/(^|\.)coloraxis$/.test(astr)) return false;
  // The video's own size is taken instead.
  return trace !== null || (astr !== 'width' && astr !== 'height');
}

function valueAt(root: unknown, path: PlotlyProblem['path']): unknown {
  return [...path].reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    root,
  );
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `'${shorten(value)}'` : `\`${value}\` (${typeof value})`;
}

/** Characters of a text that are shown: the beginning says enough. */
const LONGEST = 60;

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
