import type { Excerpt, Problem } from '../../src/preview/protocol.ts';
import { byId, make } from './elements.ts';

const panel = byId('problem', HTMLElement);

/** Shows what is wrong over the figure; null: nothing is. */
export function showProblem(problem: Problem | null, frame?: number): void {
  panel.hidden = problem === null;
  panel.replaceChildren(...(problem === null ? [] : describeProblem(problem, frame)));
  // Only what scrolls must be reached with the keyboard.
  panel.tabIndex = panel.scrollHeight > panel.clientHeight ? 0 : -1;
}

/** A problem as elements: what failed, how, and where. */
export function* describeProblem({ title, message, places, excerpt }: Problem, frame?: number): Generator<Node> {
  yield make('h2', {}, frame === undefined ? title : `${title} at frame ${frame}`);
  yield make('pre', {}, message);
  if (excerpt) yield excerptOf(excerpt);
  for (const place of places) yield make('pre', { className: 'place' }, place);
}

function excerptOf({ file, line, first, lines }: Excerpt): HTMLElement {
  const rows = lines.map((text, i) => {
    const number = first + i;
    const className = number === line ? 'line bad' : 'line';
    return make('span', { className }, make('span', {}, String(number)), make('span', {}, text || ' '));
  });
  return make('pre', { className: 'excerpt', title: `${file}:${line}` }, ...rows);
}
