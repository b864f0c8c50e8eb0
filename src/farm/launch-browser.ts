import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { BrowserError } from '../errors.ts';
import { orAborted } from '../or-aborted.ts';

/** What draws WebGL. */
export type GlBackend = 'swiftshader' | 'mesa' | 'gpu';

export interface LaunchOptions {
  /** Chromium executable. */
  executable: string;
  headlessShell: boolean;
  gl: GlBackend;
  /** Whether Chromium's sandbox is on. */
  sandbox: boolean;
  /** Hosts that the page may reach, in lower case. */
  allowHosts: readonly string[];
  /** Bytes that the profile must have room for, beside Chromium's own. */
  exchangeBytes: number;
  signal: AbortSignal;
}

/** A browser process with a profile folder of its own. */
export interface LaunchedBrowser {
  browser: Browser;
  profile: string;
  /** Ends the process and removes the profile. May be called twice. */
  close(): Promise<void>;
}

/** Chromium's own profile, and slack. */
const PROFILE_BYTES = 64 * 1024 * 1024;

/** Starts a headless browser, driven over a pipe: no port is open, and it ends when this process ends. */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  options.signal.throwIfAborted();
  const profile = await mkdtemp(join(await profileParent(options.exchangeBytes), `plotreel-${process.pid}-`));
  const removeProfile = () => rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const starting = start(options, profile);
  let browser: Browser;
  try {
    // A browser that is killed while it starts leaves puppeteer waiting: an abort is not kept waiting with it.
    browser = await orAborted(starting, options.signal);
  } catch (error) {
    // Should it start after all, nobody waits for it.
    starting.then(
      (late) => late.process()?.kill('SIGKILL'),
      () => {},
    );
    await removeProfile();
    options.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new BrowserError(`${options.executable} did not start: ${reason}`, { cause: error });
  }
  // When the process is killed its pipes may break after puppeteer has let go of them; nobody else would listen.
  for (const stream of browser.process()?.stdio ?? []) stream?.on('error', () => {});
  let closing: Promise<void> | undefined;
  const close = async () => {
    const process = browser.process();
    const ended = process && process.exitCode === null && process.signalCode === null;
    const exit = ended ? new Promise((resolve) => process.once('exit', resolve)) : undefined;
    // Nothing in the profile is worth an orderly shutdown.
    process?.kill('SIGKILL');
    await exit;
    await browser.disconnect();
    await removeProfile();
  };
  return {
    browser,
    profile,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function start(options: LaunchOptions, profile: string): Promise<Browser> {
  return puppeteer.launch({
    pipe: true,
    executablePath: options.executable,
    ignoreDefaultArgs: true,
    args: browserFlags(options, profile),
    env: browserEnvironment(options.gl, profile),
    defaultViewport: null,
    // Kills the process.
    signal: options.signal,
    // Deadlines are set where the work is known.
    protocolTimeout: 0,
    waitForInitialPage: false,
    // The caller decides what a signal means.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** Memory rather than disk where it has room: in containers /dev/shm is often 64 MB. */
async function profileParent(exchangeBytes: number): Promise<string> {
  try {
    const { bavail, bsize } = await statfs('/dev/shm');
    if (bavail * bsize > 4 * (PROFILE_BYTES + exchangeBytes)) return '/dev/shm';
  } catch {
    // Not Linux.
  }
  return tmpdir();
}

function browserFlags({ headlessShell, gl, sandbox, allowHosts }: LaunchOptions, profile: string): string[] {
  return [
    headlessShell ? '--headless' : '--headless=new',
    `--user-data-dir=${profile}`,
    // Frames are drawn as fast as they are asked for, not 60 times a second.
    '--disable-frame-rate-limit',
    '--disable-gpu-vsync',
    // drawElementImage, behind a flag until it ships.
    '--enable-blink-features=CanvasDrawElement',
    // V8 finds source positions lazily: each Error that plotly.js makes while it loads reparses megabytes. Found at once,
    // the bundle loads in 0.7 s instead of 1.3 s.
    '--js-flags=--no-enable-lazy-source-positions',
    // The same colours on every machine, whatever its display's profile.
    '--force-color-profile=srgb',
    // Grey anti-aliasing: subpixel colours depend on the display and look wrong in video.
    '--disable-lcd-text',
    // Hinting depends on the machine's font configuration.
    '--font-render-hinting=none',
    '--hide-scrollbars',
    // Pages at work must not be slowed down for being hidden.
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    // No traffic of the browser's own.
    '--disable-background-networking',
    // Requests are answered over the pipe, but those of WebSockets and of some workers do not pass there: no name or
    // address leads anywhere, except the allowed hosts.
    `--host-resolver-rules=${['MAP * ~NOTFOUND', ...allowHosts.map((host) => `EXCLUDE ${host}`)].join(', ')}`,
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    '--disable-client-side-phishing-detection',
    '--disable-features=OptimizationHints,MediaRouter,Translate,AcceptCHFrame',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--disable-extensions',
    '--disable-default-apps',
    '--disable-breakpad',
    '--mute-audio',
    // No question about a keyring.
    '--password-store=basic',
    '--use-mock-keychain',
    // /dev/shm is too small for Chromium in containers: its shared memory goes to the temporary folder instead.
    '--disable-dev-shm-usage',
    ...GL_FLAGS[gl],
    // Chromium refuses to run as root with its sandbox on.
    ...(sandbox ? [] : ['--no-sandbox']),
    'about:blank',
  ];
}

const GL_FLAGS: Record<GlBackend, string[]> = {
  // Chromium's own software renderer: always there.
  swiftshader: ['--enable-unsafe-swiftshader', '--disable-gpu-compositing'],
  // Mesa's llvmpipe through EGL without a display: 3-D surfaces in half the time. Only WebGL goes through it.
  mesa: [
    '--use-gl=angle',
    '--use-angle=gl-egl',
    '--ignore-gpu-blocklist',
    '--disable-gpu-compositing',
    '--disable-software-rasterizer',
  ],
  gpu: ['--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist', '--enable-gpu'],
};

/** What Chromium needs of the environment, and nothing else: no secrets are inherited. */
function browserEnvironment(gl: GlBackend, profile: string): Record<string, string> {
  const kept = [
    'PATH',
    'HOME',
    'LANG',
    'LC_ALL',
    'TZ',
    'LD_LIBRARY_PATH',
    'FONTCONFIG_PATH',
    'FONTCONFIG_FILE',
    'SYSTEMROOT',
  ];
  const environment: Record<string, string> = { TMPDIR: profile };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  if (gl === 'mesa') Object.assign(environment, { EGL_PLATFORM: 'surfaceless', LIBGL_ALWAYS_SOFTWARE: '1' });
  if (gl === 'gpu') environment.EGL_PLATFORM = 'surfaceless';
  return environment;
}
