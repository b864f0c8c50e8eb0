import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Browser, computeExecutablePath, detectBrowserPlatform, getDownloadUrl, install } from '@puppeteer/browsers';
import { isExecutable } from './executable.ts';
import { PINNED_BUILD } from './find-browser.ts';

/** A blocked network often drops packets without a word; a slow one still sends something every second. */
const STALL_MS = 20_000;

export interface DownloadOptions {
  /** Folder to install into, in the layout of @puppeteer/browsers; made when absent. */
  cacheDir: string;
  log: (line: string) => void;
  signal?: AbortSignal | undefined;
  /** Server to download from. @default Chrome for Testing's */
  baseUrl?: string;
  /** Milliseconds without a byte after which the download fails. @default 20,000 */
  stallTimeout?: number;
}

/** A downloaded archive. Unpacked in a second step, because that may need a package which is installed in between. */
export interface DownloadedBrowser {
  /** Unpacks the archive and moves it into place whole, so that nobody ever finds half a browser. */
  unpack(): Promise<void>;
  /** Removes what is temporary; may be called twice. */
  close(): Promise<void>;
}

/**
 * Downloads puppeteer's pinned chrome-headless-shell.
 *
 * Fetched here and only unpacked by @puppeteer/browsers: its own download can neither be aborted nor given a time limit.
 * Proxies are taken from the environment where Node does so (NODE_USE_ENV_PROXY=1).
 *
 * @throws Error when it cannot be fetched; `signal.reason` on abort
 */
export async function downloadBrowser(options: DownloadOptions): Promise<DownloadedBrowser> {
  const { cacheDir, log, signal, baseUrl, stallTimeout = STALL_MS } = options;
  const platform = detectBrowserPlatform();
  if (platform === undefined) throw new Error(`no build exists for ${process.platform} ${process.arch}`);
  if (existsSync('/etc/alpine-release')) throw new Error('Chrome needs glibc; on Alpine, `apk add chromium`');

  const build = { browser: Browser.CHROMEHEADLESSSHELL, buildId: PINNED_BUILD, platform };
  const url = getDownloadUrl(build.browser, platform, build.buildId, baseUrl);
  await mkdir(cacheDir, { recursive: true });
  const folder = await mkdtemp(join(cacheDir, 'partial-')); // beside the target: a rename cannot cross file systems
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    // The name under which `install` looks for an archive that is already there.
    const archive = join(folder, build.browser, `${build.buildId}-${posix.basename(url.pathname)}`);
    await mkdir(dirname(archive));
    log(`browser: downloading ${build.browser} ${build.buildId}`);
    await fetchFile(url, archive, { log, signal, stallTimeout });
  } catch (error) {
    await close();
    throw error;
  }

  const unpack = async () => {
    const { path } = await install({ ...build, cacheDir: folder, ...(baseUrl && { baseUrl }) });
    const target = join(cacheDir, relative(folder, path));
    await mkdir(dirname(target), { recursive: true });
    await rename(path, target).catch(async (error: unknown) => {
      // Another setup may have put the same build there meanwhile: theirs is as good.
      if (!(await isExecutable(computeExecutablePath({ ...build, cacheDir })))) throw error;
    });
  };
  return { unpack, close };
}

async function fetchFile(
  url: URL,
  file: string,
  options: { log: (line: string) => void; signal: AbortSignal | undefined; stallTimeout: number },
): Promise<void> {
  const { log, signal, stallTimeout } = options;
  const stall = new AbortController();
  const timer = setTimeout(() => {
    stall.abort(new Error(`${url.host} sent nothing for ${stallTimeout / 1000} s`));
  }, stallTimeout);
  const either = AbortSignal.any(signal === undefined ? [stall.signal] : [stall.signal, signal]);
  try {
    const response = await fetch(url, { signal: either });
    if (!response.ok || response.body === null) throw new Error(`${url.href} answered ${response.status}`);

    const total = Number(response.headers.get('content-length'));
    const progress = progressLines(total, log);
    await pipeline(
      response.body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          timer.refresh();
          progress(chunk.byteLength);
          yield chunk;
        }
      },
      createWriteStream(file),
      { signal: either },
    );
  } catch (error) {
    // `fetch` says only "fetch failed", and a pipeline "The operation was aborted"; the reason is elsewhere.
    either.throwIfAborted();
    throw error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Logs one line per quarter of `total` bytes: enough to see it move, not enough to fill the log of a CI job. */
function progressLines(total: number, log: (line: string) => void): (bytes: number) => void {
  let received = 0;
  let quarters = 0;
  return (bytes) => {
    received += bytes;
    const reached = Math.floor((4 * received) / total);
    if (!(reached > quarters)) return; // also when the server does not tell the size
    quarters = reached;
    log(`browser: ${quarters * 25} % of ${Math.ceil(total / 1e6)} MB`);
  };
}
