import type { PreviewJob } from '../../src/preview/protocol.ts';
import type { FigureState, Reply, ShowReport, StageApi } from '../../src/protocol.ts';
import { make } from './elements.ts';
import { createParamsSource, OWN_PARAMS, type ParamsSource } from './params-source.ts';
import { server } from './server.ts';
import { StageProblem } from './stage-problem.ts';

/** The page that renders, in a frame of this one. Calls reject with a StageProblem. */
export interface StageView {
  /** Index of each frame, in the order of the video. */
  readonly indices: readonly number[];
  /** Changes the figure to that of a place in the video. */
  show(position: number): Promise<ShowReport>;
  /** The params that `update` got for the frame shown last. */
  params(): unknown;
  /** What the figure is now. */
  figure(): FigureState;
  /** Makes it seen. */
  appear(): void;
  close(): void;
}

/**
 * Loads the page, unseen, and mounts the figure in it.
 *
 * @param overtaken removes it, unless it has appeared
 */
export async function openStageView(
  host: HTMLElement,
  job: PreviewJob,
  { overtaken }: { overtaken: AbortSignal },
): Promise<StageView> {
  const element = make('iframe', { className: 'coming', title: 'The figure', tabIndex: -1, inert: true });
  element.width = String(job.mount.width);
  element.height = String(job.mount.height);
  element.src = '/stage.html';
  const loaded = new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
  host.prepend(element);
  const close = () => element.remove();
  overtaken.addEventListener('abort', close, { once: true });
  const appear = () => {
    overtaken.removeEventListener('abort', close);
    element.classList.remove('coming');
  };
  try {
    await loaded;
    const stage = stageOf(element.contentWindow);
    const { ownFrames } = await unwrap(stage.mount(job.mount));
    const indices = await server.frames(ownFrames);
    const source = job.given ? createParamsSource(indices.length) : OWN_PARAMS;
    return { indices, ...calls(stage, indices, source), appear, close };
  } catch (error) {
    close();
    throw error;
  }
}

function calls(stage: StageApi, indices: readonly number[], source: ParamsSource) {
  const requestOf = async (position: number) => ({
    index: indices[position] ?? 0,
    params: await source.at(position),
    slot: 0,
  });
  return {
    show: async (position: number) => unwrap(stage.show(await requestOf(position))),
    params: () => stage.shownParams(),
    figure: () => stage.figureState(),
  };
}

async function unwrap<Value>(reply: Promise<Reply<Value>>): Promise<Value> {
  const answer = await reply;
  if (answer.ok) return answer.value;
  throw new StageProblem(await server.explain(answer.failure));
}

function stageOf(view: Window | null): StageApi {
  if (view && 'plotreel' in view && isStage(view.plotreel)) return view.plotreel;
  throw new StageProblem({
    ...{ title: 'The page that renders did not load', message: 'The preview may have ended.' },
    ...{ places: [], excerpt: null },
  });
}

function isStage(value: unknown): value is StageApi {
  return typeof value === 'object' && value !== null && 'mount' in value && 'show' in value;
}
