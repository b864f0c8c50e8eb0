import type { ParamsReply, PreviewState, Problem, RenderState } from '../../src/preview/protocol.ts';
import type { PageFailure } from '../../src/protocol.ts';
import { StageProblem } from './stage-problem.ts';

const token = document.querySelector<HTMLMetaElement>('meta[name="plotreel-token"]')?.content ?? '';

/** What Node tells; each call is one request, which rejects with a StageProblem when it is refused. */
export const server = {
  state: () => ask<PreviewState>('GET', '/api/state'),
  /** Indices of all frames. @param own how many the scene brings */
  frames: (own: number | null) => ask<number[]>('GET', `/api/frames${own === null ? '' : `?own=${own}`}`),
  /** Params of some frames; fewer when they are large. */
  params: (from: number, count: number) => ask<ParamsReply>('GET', `/api/params?from=${from}&count=${count}`),
  /** Finds an error's place in the scene's source. */
  explain: (failure: PageFailure) => ask<Problem>('POST', '/api/failure', failure),
  render: () => ask<RenderState>('POST', '/api/render'),
  cancel: () => ask<RenderState>('POST', '/api/cancel'),
};

/** Calls back whenever the files have changed, the render goes on, and Node is gone. */
export function listen(callbacks: { onChanged(): void; onRendering(state: RenderState): void; onLost(): void }): void {
  // CHANGED and RENDERING of src/preview/protocol.ts, of which this page has the types only.
  import.meta.hot?.on('plotreel:changed', callbacks.onChanged);
  import.meta.hot?.on('plotreel:rendering', callbacks.onRendering);
  import.meta.hot?.on('vite:ws:disconnect', callbacks.onLost);
}

async function ask<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method,
    headers: { 'x-plotreel-token': token },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok)
    throw new StageProblem({ title: 'Nothing to show', message: answer.error, places: [], excerpt: null });
  return answer;
}
