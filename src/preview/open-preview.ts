import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { withFigure } from '../content.ts';
import { makeTempFolder, removeTempFolder } from '../disk/temp-folder.ts';
import { toNumber } from '../frames/fps.ts';
import type { FrameSource, VideoOptions } from '../options/options.ts';
import { findTools, type Tools } from '../tools.ts';
import { createFilmStrip, type FilmStrip } from './film-strip.ts';
import { inlined } from './inlined.ts';
import { listen } from './listen.ts';
import { type Loaded, openLiveContent } from './live-content.ts';
import { CHANGED, type PreviewJob, type Problem, RENDERING, TOKEN_HEADER } from './protocol.ts';
import { createRenderRun } from './render-run.ts';
import { refusalOf } from './request-guard.ts';
import { route } from './routes.ts';
import { sendStageFile } from './stage-files.ts';
import { openViteServer } from './vite-server.ts';

export interface PreviewOptions {
  /** Of 127.0.0.1. @default 5173, or the next that is free */
  port?: number | undefined;
  /** The command line that renders the same. */
  command: string;
}

/** A page on this machine that shows a scene or a figure. */
export interface Preview {
  url: string;
  /** Why there is nothing to show yet; the page says so too. */
  problem: Problem | null;
  /** Ends it, with all that it has started. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens a page on this machine that shows a scene or a figure as it renders, until it is closed.
 *
 * @param options as of `renderVideo`; `output` is where the page's button renders to
 * @throws InputError when the options or the figure are wrong, or the port is taken; SceneError when there is no such scene; what
 * is wrong with one the page says
 */
export async function openPreview(given: VideoOptions, { port, command }: PreviewOptions): Promise<Preview> {
  // The frames are shown in any order, and rendered after that.
  const listed = { ...given, ...(given.frames && { frames: await listOf(given.frames) }) };
  // Can be read only once.
  const options = given.figure === '-' ? await withFigure(listed) : listed;
  const live = await openLiveContent(options);
  const tools = await findTools(live.job);
  const token = randomBytes(24).toString('base64url');
  const cacheDir = await makeTempFolder(tmpdir());
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  const vite = await openViteServer({ server, cacheDir, token });
  const run = createRenderRun(options, {
    sources: () => live.inputs,
    onChange: (state) => vite.send(RENDERING, state),
  });
  let strip: FilmStrip | undefined;
  const endStrip = async () => {
    const ending = strip;
    strip = undefined;
    await ending?.close();
  };

  const routed = {
    ...{ live, run, command, name: nameOf(options) },
    strip: () => {
      if (live.loaded) strip ??= createFilmStrip(live.loaded, tools);
      return strip;
    },
    describeJob: (loaded: Loaded) => describeJob(loaded, tools),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request.headers) ?? (needsToken(request, token) ? 'The token is missing' : undefined);
    if (refusal !== undefined) {
      response.writeHead(403, { 'Content-Type': 'text/plain' }).end(refusal);
      return;
    }
    const origin = `http://${request.headers.host}`;
    const url = new URL(request.url ?? '/', origin);
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (await route(request, response, { url, ...routed })) return;
    const content = pageContent(live.loaded, tools);
    if (await sendStageFile(response, { pathname: url.pathname, origin, content })) return;
    // Starts an editor, which nobody has asked for.
    if (url.pathname.startsWith('/__')) response.writeHead(404).end();
    else vite.handle(request, response);
  };

  vite.watch(live, async () => {
    await endStrip();
    vite.send(CHANGED, { version: live.version });
  });

  let closing: Promise<void> | undefined;
  const close = async () => {
    await Promise.all([vite.close(), run.cancel(), endStrip(), closeServer(server)]);
    await removeTempFolder(cacheDir);
  };
  try {
    const url = await listen(server, port);
    return {
      url,
      problem: live.problem,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Of all answers. The page's own policy is no looser than the stage's, whose scripts could reach into it. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Content-Security-Policy': [
    "default-src 'self'",
    "img-src 'self' data:",
    // Of Vite's client, which looks whether a preview that has ended is there again.
    'worker-src blob:',
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
} as const;

/** What only reads needs none: other sites cannot read the answers. */
function needsToken({ method, headers }: IncomingMessage, token: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && headers[TOKEN_HEADER] !== token;
}

function nameOf({ scene, figure }: VideoOptions): string {
  return basename(String(scene ?? (typeof figure === 'string' ? figure : 'figure')));
}

function describeJob({ job, content, frames }: Loaded, tools: Tools): PreviewJob {
  const { width, height, scale, reuse, transparent, fps, framePixels } = job;
  return {
    fps: toNumber(fps),
    pixels: framePixels,
    given: frames !== undefined,
    mount: {
      ...{ width, height, scale, reuse, fps: toNumber(fps) },
      // The browser's own picture is what all else is checked against.
      capture: 'screenshot',
      updating: 'patching',
      background: transparent ? 'transparent' : '#ffffff',
      fonts: tools.fonts.flatMap(({ faces }, i) => faces.map((face) => ({ ...face, url: `/fonts/${i}` }))),
      props: content.props && inlined(content.props),
    },
  };
}

function pageContent(loaded: Loaded | undefined, { fonts }: Tools) {
  return {
    sceneCode: loaded?.content.scene.code ?? '',
    fonts: fonts.map(({ bytes }) => bytes),
    allowHosts: loaded?.job.allowHosts ?? [],
  };
}

async function listOf(source: FrameSource): Promise<unknown[]> {
  const list: unknown[] = [];
  for await (const item of source) list.push(item);
  return list;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
