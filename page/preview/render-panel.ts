import type { RenderedVideo, RenderState } from '../../src/preview/protocol.ts';
import { byId, make } from './elements.ts';
import { describeProblem } from './problem-panel.ts';
import { say } from './say.ts';
import { server } from './server.ts';

const button = byId('render', HTMLButtonElement);
const panel = byId('rendering', HTMLElement);

/** The button that renders, and how that goes. */
export interface RenderPanel {
  show(state: RenderState): void;
  /** The preview has ended: what it was rendering has ended too, and it renders nothing more. */
  end(): void;
}

export function createRenderPanel(): RenderPanel {
  let before: RenderState['state'] = 'none';
  let ended = false;
  const progress = make('progress');
  const text = make('p');
  const cancel = make('button', { type: 'button' }, 'Cancel');
  progress.setAttribute('aria-label', 'Render');

  const show = (state: RenderState) => {
    const begins = before !== state.state;
    before = state.state;
    button.disabled = ended || state.state === 'running';
    panel.hidden = state.state === 'none';
    if (state.state === 'running') {
      const { frames, total, eta } = state;
      if (begins) panel.replaceChildren(progress, text, cancel);
      if (total === null || frames === 0) progress.removeAttribute('value');
      else [progress.max, progress.value] = [total, frames];
      const left = eta === null ? '' : `, ${Math.ceil(eta)} s left`;
      text.textContent = total === null ? 'Starting' : `${frames} of ${total} frames${left}`;
    } else if (begins && state.state !== 'none') {
      const focused = panel.contains(document.activeElement);
      const close = closeButton();
      panel.replaceChildren(...describe(state), close);
      if (focused) close.focus();
      say(panel.querySelector('p, h2')?.textContent ?? '');
    }
  };
  button.addEventListener('click', () => {
    // What follows is told by messages.
    show({ state: 'running', frames: 0, total: null, eta: null });
    server.render().catch(() => show({ state: 'none' }));
  });
  cancel.addEventListener('click', () => void server.cancel());

  return {
    show,
    end: () => {
      ended = true;
      if (before === 'running') show({ state: 'cancelled' });
      button.disabled = true;
    },
  };
}

function* describe(state: RenderState): Generator<Node> {
  if (state.state === 'done') yield* describeVideo(state.video);
  if (state.state === 'cancelled') yield make('p', {}, 'Cancelled; nothing was written');
  if (state.state === 'failed')
    yield make('div', { className: 'what-failed', tabIndex: 0 }, ...describeProblem(state.problem));
}

function* describeVideo(video: RenderedVideo): Generator<Node> {
  const { path, url, frames, width, height, fps, duration, bytes, notes } = video;
  const rate = fps.toFixed(3).replace(/\.?0+$/, '');
  const name = url === null ? path : make('a', { href: url, target: '_blank', rel: 'noopener' }, path);
  const facts = `${frames} frames, ${width} × ${height}, ${rate} fps, ${duration.toFixed(2)} s, ${describeBytes(bytes)}`;
  yield make('p', {}, 'Rendered ', name);
  yield make('p', { className: 'quiet' }, facts);
  for (const note of notes) yield make('p', { className: 'quiet' }, note);
}

function describeBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function closeButton(): HTMLElement {
  const element = make('button', { type: 'button' }, 'Close');
  element.addEventListener('click', () => {
    panel.hidden = true;
    button.focus();
  });
  return element;
}
