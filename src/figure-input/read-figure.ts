import { InputError } from '../errors.ts';
import type { Figure } from '../figure/figure.ts';
import { DEFAULT_LIMITS } from '../options/limits.ts';
import { checkFigure } from './check-figure.ts';
import { describeValue } from './describe-value.ts';
import { figureInHtml } from './html-figure.ts';
import { isPlainObject } from './json-values.ts';
import { parseJson } from './parse-json.ts';
import { problemList } from './problem-list.ts';
import { type NamedText, type ReadOptions, readText } from './read-text.ts';
import { toFigure } from './to-figure.ts';
import { decodeTypedArrays } from './typed-arrays.ts';

/**
 * Reads and checks a Plotly figure.
 *
 * @param input path or `file:` URL of a figure as JSON, gzipped or not, or of an HTML page that holds one; '-' for the
 * same from standard input; or the figure itself: `{ data, layout, frames, config }`, or a list of traces. It is not
 * changed, and what does not need to be changed is shared with the result.
 * @throws InputError that lists every problem with its place
 */
export async function readFigure(
  input: string | URL | object,
  { maxBytes = DEFAULT_LIMITS.figureBytes, stdin }: Partial<ReadOptions> = {},
): Promise<Figure> {
  const given = typeof input === 'string' || input instanceof URL ? await readFile(input, { maxBytes, stdin }) : input;
  const figure = decodeTypedArrays(Array.isArray(given) ? { data: given } : given);
  if (!isPlainObject(figure)) throw new InputError(`Expected a Plotly figure (an object), got ${describeValue(given)}`);
  if (figure.data === undefined && figure.layout === undefined) {
    throw new InputError(`Expected a Plotly figure with \`data\` or \`layout\`, got ${describeValue(given)}`);
  }
  const problems = problemList();
  problems.add(checkFigure(figure));
  problems.throwIfAny();
  return toFigure(figure);
}

async function readFile(source: string | URL, options: ReadOptions): Promise<unknown> {
  const file = await readText(source, options);
  if (file.text.trim() === '') throw new InputError(`${file.name} is empty`);
  requireFewParts(file);
  const value = /^\s*</.test(file.text) ? figureInHtml(file) : parseJson(file);
  if (typeof value === 'string') {
    throw new InputError(`${file.name} holds JSON in a JSON text; write fig.to_json() itself, or use fig.write_json()`);
  }
  return value;
}

/**
 * Objects and lists in a figure's text. Ten million take 3 GB until they are packed; 200 MB of "{},{},…" are more than
 * Node's memory holds, and it would die of them. A map of 200 MB has eight million.
 */
const MAX_PARTS = 10_000_000;

function requireFewParts({ name, text }: NamedText): void {
  let parts = 0;
  for (const opening of ['{', '[']) {
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
      if (++parts <= MAX_PARTS) continue;
      throw new InputError(
        `${name} has more than ${MAX_PARTS} objects and lists; send long lists of points as typed arrays`,
      );
    }
  }
}
