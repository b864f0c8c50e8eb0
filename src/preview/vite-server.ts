import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import type { LiveContent } from './live-content.ts';

const ROOT = fileURLToPath(new URL('../../page/preview/', import.meta.url));

/** Files are often written in several steps. */
const QUIET_MS = 50;

/** Vite's dev server, for the page of a preview. */
export interface ViteServer {
  /** Answers what belongs to the page. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Sends a message to all pages. */
  send(event: string, data: unknown): void;
  /** Has the content read anew, then `onReload` called, whenever one of its files changes. */
  watch(live: LiveContent, onReload: () => Promise<void>): void;
  close(): Promise<void>;
}

export async function openViteServer({
  server,
  cacheDir,
  token,
}: {
  server: Server;
  cacheDir: string;
  token: string;
}): Promise<ViteServer> {
  const vite = await createServer({
    configFile: false,
    envDir: false,
    root: ROOT,
    cacheDir,
    publicDir: false,
    appType: 'mpa',
    logLevel: 'silent',
    // Nothing of the folders above is asked how this page is made.
    css: { postcss: {} },
    optimizeDeps: { noDiscovery: true, include: [] },
    server: {
      ...{ middlewareMode: true, hmr: { server, overlay: false }, cors: false },
      // Else all of the workspace that plotreel lies in; Vite adds its own client.
      fs: { allow: [ROOT] },
    },
    plugins: [
      {
        name: 'plotreel:token',
        transformIndexHtml: () => [{ tag: 'meta', attrs: { name: 'plotreel-token', content: token } }],
      },
    ],
  });
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> | undefined;
  return {
    handle: (request, response) => vite.middlewares(request, response),
    send: (event, data) => vite.ws.send(event, data),
    watch: (live, onReload) => {
      const watched = () => [...live.inputs].map((file) => resolve(file));
      const read = async () => {
        await reading;
        await live.reload();
        vite.watcher.add(watched());
        await onReload();
      };
      vite.watcher.add(watched());
      vite.watcher.on('all', (_, path) => {
        if (!watched().includes(resolve(path))) return;
        clearTimeout(timer);
        timer = setTimeout(() => {
          reading = read();
        }, QUIET_MS);
      });
    },
    close: async () => {
      clearTimeout(timer);
      await Promise.all([vite.close(), reading]);
    },
  };
}
