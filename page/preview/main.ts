// The page of a preview: shows the page that renders, frame by frame, and everything about it.
import type { PreviewJob, Problem } from '../../src/preview/protocol.ts';
import { createCopyButton } from './copy-command.ts';
import { createDrawTimes } from './draw-times.ts';
import { byId } from './elements.ts';
import { createFilmStrip } from './film-strip.ts';
import { createInspector } from './inspector.ts';
import { listenToKeys } from './keys.ts';
import { createPlayer } from './player.ts';
import { showProblem } from './problem-panel.ts';
import { createRenderPanel } from './render-panel.ts';
import { say } from './say.ts';
import { listen, server } from './server.ts';
import { StageProblem } from './stage-problem.ts';
import { openStageView, type StageView } from './stage-view.ts';
import { createThemeSwitch } from './theme.ts';
import { createToggle } from './toggles.ts';
import { createView } from './view.ts';
import { sayWaiting } from './waiting.ts';
import { createWhere } from './where.ts';

const frame = byId('frame', HTMLElement);
const play = byId('play', HTMLButtonElement);

let stage: StageView | undefined;
/** The one that is seen: `stage`, unless its first frame is still being drawn. */
let seen: StageView | undefined;

const view = createView();
const times = createDrawTimes();
const inspector = createInspector();
const renderPanel = createRenderPanel();
const copies = createCopyButton();
/** What is wrong with the files, or that the preview has ended: it stays said, whatever can still be drawn. */
let standing: Problem | null = null;
/** In this tab it goes on where it was, also when the whole page is loaded anew. */
const PLACE = 'plotreel.position';
const player = createPlayer({ position: Number(sessionStorage.getItem(PLACE) ?? 0), draw, onChange });
const where = createWhere({ scrub: (position) => player.seek(position), jump: (position) => goTo(position) });
const strip = createFilmStrip((position) => player.seek(position));

/** Ends what is said of the frame that is drawn: when its stage is closed, it is never done. */
let drawn = () => {};

async function draw(position: number): Promise<boolean> {
  const shown = stage;
  if (!shown) return false;
  drawn();
  const done = sayWaiting(`Drawing frame ${shown.indices[position]}`);
  drawn = done;
  try {
    const { milliseconds } = await shown.show(position);
    if (shown !== stage) return false;
    times.add(milliseconds);
    show(null);
    frame.dataset.shown = String(shown.indices[position]);
    if (!player.playing) inspector.update(shown);
    return true;
  } catch (error) {
    if (shown !== stage) return false;
    fail(error, shown.indices[position]);
    // The params may tell why.
    inspector.update(shown);
    return false;
  } finally {
    done();
  }
}

function onChange(): void {
  const { position, playing } = player;
  const label = playing ? 'Pause' : 'Play';
  if (play.ariaLabel !== label) {
    play.ariaLabel = label;
    play.querySelector('use')?.setAttribute('href', playing ? '#icon-pause' : '#icon-play');
    if (!playing && stage) inspector.update(stage);
  }
  sessionStorage.setItem(PLACE, String(position));
  where.mark(position);
  strip.mark(position);
}

/** Shows what is wrong with a frame, unless something is said that stands. */
function show(problem: Problem | null, index?: number): void {
  if (standing === null) showProblem(problem, index);
}

function stand(problem: Problem | null): void {
  standing = problem;
  if (problem === null) return;
  player.pause();
  delete frame.dataset.shown;
  showProblem(problem);
}

function fail(error: unknown, index?: number): void {
  const problem =
    error instanceof StageProblem
      ? error.problem
      : { title: 'The preview cannot go on', message: String(error), places: [], excerpt: null };
  delete frame.dataset.shown;
  show(problem, index);
}

/** Ends the load at work when a later one overtakes it: it changes nothing any more. */
let overtaking = new AbortController();

/** Shows the scene or the figure as its files are now, at the frame where it was. */
async function load(): Promise<void> {
  overtaking.abort();
  overtaking = new AbortController();
  const { signal } = overtaking;
  const loaded = sayWaiting('Loading');
  signal.addEventListener('abort', loaded);
  try {
    const state = await server.state();
    if (signal.aborted) return;
    document.title = `${state.name} · plotreel preview`;
    byId('name', HTMLElement).textContent = state.name;
    renderPanel.show(state.render);
    copies(state.command);
    stand(state.problem);
    if (state.job) await open(state.job, state.version, signal);
  } catch (error) {
    if (!signal.aborted) fail(error);
  } finally {
    loaded();
  }
}

async function open(next: PreviewJob, version: number, overtaken: AbortSignal): Promise<void> {
  const opened = await openStageView(frame, next, { overtaken });
  if (overtaken.aborted) return;
  stage = opened;
  describe(next, opened.indices.length);
  where.reset(opened.indices, next.fps);
  view.lay(next);
  await player.restart(opened.indices.length, next.fps);
  if (overtaken.aborted) return;
  // The first took longer for being the first.
  times.reset(next.fps);
  // Only now: until then what was there before is better than nothing.
  opened.appear();
  frame.classList.remove('empty');
  seen?.close();
  seen = opened;
  strip.reset({ indices: opened.indices, version, ratio: next.mount.width / next.mount.height });
  strip.mark(player.position);
}

function describe({ pixels, fps }: PreviewJob, count: number): void {
  const rate = fps.toFixed(3).replace(/\.?0+$/, '');
  const size = `${pixels.width} × ${pixels.height}`;
  byId('facts', HTMLElement).textContent = `${size} · ${rate} fps · ${count} frames · ${(count / fps).toFixed(2)} s`;
}

const goTo = (position: number) => {
  player.pause();
  player.seek(position);
};
const step = (by: number) => () => goTo(player.position + by);
const first = () => player.seek(0);
const last = () => player.seek(Number.POSITIVE_INFINITY);
const playOrPause = () => (player.playing ? player.pause() : player.play());
const help = byId('help', HTMLDialogElement);
const openHelp = () => help.showModal();

for (const [id, run] of Object.entries({ first, last, back: step(-1), forward: step(1), play: playOrPause })) {
  byId(id, HTMLButtonElement).addEventListener('click', run);
}
byId('help-open', HTMLButtonElement).addEventListener('click', openHelp);
byId('speed', HTMLSelectElement).addEventListener('change', ({ target }) => {
  if (target instanceof HTMLSelectElement) player.setSpeed(Number(target.value));
});

const hiddenUnless = (id: string) => (on: boolean) => {
  byId(id, HTMLElement).hidden = !on;
};
const loop = createToggle('loop', { on: true, onChange: player.setLoop });
const real = createToggle('real', { on: false, onChange: view.setReal });
const safe = createToggle('safe', { on: false, onChange: hiddenUnless('safe-areas') });
const grid = createToggle('lines', { on: false, onChange: hiddenUnless('grid') });
const inspect = createToggle('inspect', {
  on: false,
  onChange: (on) => {
    hiddenUnless('inspector')(on);
    if (stage && !player.playing) inspector.update(stage);
  },
});
createThemeSwitch();

listenToKeys([
  { keys: [' '], what: 'play or pause', run: playOrPause },
  { keys: ['ArrowLeft', 'ArrowRight'], what: 'one frame', run: (key) => step(key === 'ArrowLeft' ? -1 : 1)() },
  {
    keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'],
    what: 'ten frames',
    run: (key) => step(key === 'Shift+ArrowLeft' ? -10 : 10)(),
  },
  { keys: ['Home', 'End'], what: 'first and last frame', run: (key) => (key === 'Home' ? first() : last()) },
  { keys: ['l'], what: 'loop', run: loop },
  { keys: ['f'], what: 'real size or fitted', run: real },
  { keys: ['s'], what: 'safe areas', run: safe },
  { keys: ['g'], what: 'grid', run: grid },
  { keys: ['p'], what: 'params and figure', run: inspect },
  { keys: ['?'], what: 'this help', run: openHelp },
]);

listen({
  onChanged: () => void load(),
  onRendering: renderPanel.show,
  onLost: () => {
    renderPanel.end();
    say('The preview has ended');
    const message = 'plotreel preview is no longer running; this page comes back when it is.';
    stand({ title: 'The preview has ended', message, places: [], excerpt: null });
  },
});
await load();
