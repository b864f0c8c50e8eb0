import type { IncomingMessage, ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { z } from 'zod';
import { InputError, PlotreelError } from '../errors.ts';
import { describeFailure } from './describe-problem.ts';
import type { FilmStrip } from './film-strip.ts';
import { inlined } from './inlined.ts';
import { frameIndices, type LiveContent, type Loaded } from './live-content.ts';
import type { ParamsReply, PreviewJob, PreviewState } from './protocol.ts';
import type { RenderRun } from './render-run.ts';
import { sendFile } from './send-file.ts';

/** What the page can ask for. */
export interface Routed {
  /** Of what is shown. */
  name: string;
  /** The command line that renders it. */
  command: string;
  live: LiveContent;
  run: RenderRun;
  strip: () => FilmStrip | undefined;
  describeJob: (loaded: Loaded) => PreviewJob;
}

/** A message of params takes no more bytes, unless a single frame's do. */
const MAX_BYTES = 8_000_000;

const failureSchema = z.object({
  phase: z.enum(['load', 'setup', 'params', 'update', 'capture']),
  name: z.string(),
  message: z.string(),
  stack: z.string(),
});

type Handler = (routed: Routed, request: { query: URLSearchParams; body: () => Promise<unknown> }) => unknown;

/** Answers in JSON, by method and path. What is POSTed changes something, or carries a body. */
const JSON_ROUTES: Readonly<Record<string, Handler>> = {
  'GET /api/state': ({ name, command, live, run, describeJob }): PreviewState => ({
    name,
    command,
    version: live.version,
    job: live.loaded ? describeJob(live.loaded) : null,
    problem: live.problem,
    render: run.state,
  }),
  'GET /api/frames': ({ live }, { query }) => {
    const own = query.get('own');
    return frameIndices(requireLoaded(live), own === null ? null : Number(own));
  },
  'GET /api/params': ({ live }, { query }) => readParams(requireLoaded(live), query),
  'POST /api/failure': async ({ live }, { body }) =>
    describeFailure(failureSchema.parse(await body()), {
      scene: requireLoaded(live).content.scene,
      sources: live.inputs,
    }),
  'POST /api/render': ({ run }) => {
    run.start();
    return run.state;
  },
  'POST /api/cancel': async ({ run }) => {
    await run.cancel();
    return run.state;
  },
};

/** Answers what the page asks for. @returns false when this is nothing of that kind */
export async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { url, ...routed }: Routed & { url: URL },
): Promise<boolean> {
  const { pathname, searchParams } = url;
  const picture = /^\/api\/strip\/(\d+)\.png$/.exec(pathname)?.[1];
  const handler = JSON_ROUTES[`${request.method} ${pathname}`];
  if (picture !== undefined) {
    // Of what was there before, none are drawn: browsers have few connections, which those that wait would all take up.
    const isLatest = searchParams.get('version') === String(routed.live.version);
    await sendPicture(response, isLatest ? routed.strip()?.picture(Number(picture)) : undefined);
  } else if (handler) {
    const body = () => readJson(request);
    await sendJson(response, () => handler(routed, { query: searchParams, body }));
  } else if (pathname.startsWith('/video/') && routed.run.video) await sendFile(request, response, routed.run.video);
  else return false;
  return true;
}

function readParams({ frames }: Loaded, query: URLSearchParams): ParamsReply {
  const [from, count] = [Number(query.get('from')), Number(query.get('count'))];
  if (!frames) return [];
  const reply: ParamsReply = [];
  let bytes = 0;
  for (const packed of [...frames.values()].slice(from, from + count)) {
    const value = inlined(packed);
    bytes += value.json.length + (value.inline?.length ?? 0);
    if (bytes > MAX_BYTES && reply.length > 0) break;
    reply.push(value);
  }
  return reply;
}

function requireLoaded({ loaded }: LiveContent): Loaded {
  if (!loaded) throw new InputError('There is nothing to show');
  return loaded;
}

async function sendJson(response: ServerResponse, answer: () => unknown): Promise<void> {
  response.setHeader('Content-Type', 'application/json');
  try {
    const value = await answer();
    response.end(JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof PlotreelError || error instanceof z.ZodError)) throw error;
    response.writeHead(400).end(JSON.stringify({ error: error.message }));
  }
}

async function sendPicture(response: ServerResponse, drawing: Promise<Buffer | undefined> | undefined): Promise<void> {
  // Why it cannot be drawn is said over the figure.
  const png = await drawing?.catch(() => undefined);
  if (png) response.writeHead(200, { 'Content-Type': 'image/png' }).end(png);
  else response.writeHead(204).end();
}
