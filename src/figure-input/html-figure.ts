import { InputError } from '../errors.ts';
import { readArguments } from './call-arguments.ts';
import { shorten } from './describe-value.ts';
import { isPlainObject } from './json-values.ts';
import type { NamedText } from './read-text.ts';

/**
 * Takes the figure out of a page written by Python's `fig.write_html()` or saved from R's plotly. Nothing in the page is
 * run: the arguments of its calls of Plotly are read as JSON.
 *
 * @returns the figure as the page has it, unchecked; `animate` are the arguments of `Plotly.animate`, if it is called
 * @throws InputError when there is none, more than one, or one that only running the page would make
 */
export function figureInHtml({ name, text }: NamedText): unknown {
  const page: Page = { figures: new Map(), frames: new Map(), animate: new Map(), unread: new Set() };
  for (const { attributes, content } of scripts(text)) {
    if (/\bapplication\/json\b/.test(attributes)) readWidget(page, attributes, content);
    else if (!isLibrary(content)) readCalls(page, content);
  }
  const [[id, figure] = [], another] = page.figures;
  if (another) {
    const ids = shorten([...page.figures.keys()].map((key) => `'${key}'`).join(', '));
    throw new InputError(`${name} has ${page.figures.size} figures (${ids}), expected one; write each to its own file`);
  }
  if (id === undefined || figure === undefined || page.unread.has(id))
    throw new InputError(`${name} ${describeLack(page, text)}`);
  const frames = page.frames.get(id);
  const animate = page.animate.get(id);
  return { ...figure, ...(frames && { frames }), ...(animate && { animate }) };
}

interface Page {
  /** By the id of the element that they are drawn in, like the rest. */
  figures: Map<string, Readonly<Record<string, unknown>>>;
  frames: Map<string, readonly unknown[]>;
  animate: Map<string, readonly [target: unknown, options: unknown]>;
  /** Ids of figures of which something is not JSON; '' when the id is not either. */
  unread: Set<string>;
}

/** Goes through the page once, however many tags in it are left open. */
function* scripts(html: string): Generator<{ attributes: string; content: string }> {
  const opening = /<!--|<script\b([^<>]*)>/gi;
  const closing = /<\/script\b|$/gi;
  let isClosed = true;
  for (let tag = opening.exec(html); tag; tag = opening.exec(html)) {
    const [, attributes] = tag;
    if (attributes !== undefined) {
      const start = opening.lastIndex;
      closing.lastIndex = start;
      // A script that is not closed ends with the file.
      const end = closing.exec(html)?.index ?? html.length;
      yield { attributes, content: html.slice(start, end) };
      opening.lastIndex = end;
    } else if (isClosed) {
      const end = html.indexOf('-->', opening.lastIndex);
      isClosed = end >= 0;
      if (isClosed) opening.lastIndex = end;
    }
  }
}

/** plotly.js itself, which calls its functions too. */
function isLibrary(script: string): boolean {
  return /^\s*\/\*[*!\s]*plotly\.js\b/i.test(script);
}

/** R's htmlwidgets keep the figure as JSON in a script of its own. */
function readWidget(page: Page, attributes: string, content: string): void {
  const id = /\bdata-for\s*=\s*["']?([^"'\s>]+)/.exec(attributes)?.[1];
  if (id === undefined) return;
  try {
    const widget: unknown = JSON.parse(content);
    const figure = isPlainObject(widget) && isPlainObject(widget.x) ? widget.x : {};
    if (!Array.isArray(figure.data)) return;
    const { data, layout, frames, config } = figure;
    page.figures.set(id, { data, layout, frames, config });
  } catch {
    page.unread.add(id);
  }
}

function readCalls(page: Page, script: string): void {
  const pattern = /\bPlotly\.(newPlot|plot|react|addFrames|animate)\s*\(/g;
  for (let call = pattern.exec(script); call; call = pattern.exec(script)) {
    const { id = '', values, complete, end } = readArguments(script, pattern.lastIndex);
    // Behind the arguments: a text in the figure may look like a call.
    pattern.lastIndex = end;
    const [first, second, third] = values;
    if (call[1] === 'animate') {
      if (complete && !page.animate.has(id)) page.animate.set(id, [first ?? null, second ?? {}]);
    } else if (!complete) {
      page.unread.add(id);
    } else if (call[1] === 'addFrames') {
      if (Array.isArray(first)) page.frames.set(id, [...(page.frames.get(id) ?? []), ...first]);
    } else if (Array.isArray(first)) {
      page.figures.set(id, { data: first, layout: second, config: third });
    } else if (isPlainObject(first)) {
      page.figures.set(id, first);
    }
  }
}

function describeLack({ unread }: Page, html: string): string {
  if (html.lastIndexOf('<script') > html.lastIndexOf('</script')) {
    return 'ends in the middle of a script: was it written whole?';
  }
  if (unread.size > 0) {
    return 'makes its figure in JavaScript, which plotreel does not run; use fig.write_json(), or a page of fig.write_html()';
  }
  return 'has no Plotly figure in it; expected JSON, or a page written by fig.write_html()';
}
