import { keptEnvironment } from '../kept-environment.ts';

/** What draws WebGL. */
export type GlBackend = 'swiftshader' | 'mesa' | 'gpu';

/** What kind of browser is started, and what it may do. */
export interface BrowserOptions {
  headlessShell: boolean;
  gl: GlBackend;
  /** Whether Chromium's sandbox is on. */
  sandbox: boolean;
  /** Hosts that the page may reach, in lower case. */
  allowHosts: readonly string[];
  /** What the page may take. */
  memoryBytes: number;
  /** Where the page believes to be: dates and numbers look so. */
  locale: Locale;
}

/** Environment variables by which a browser knows time zone and language. */
export type Locale = Partial<Record<(typeof LOCALE)[number], string>>;
const LOCALE = ['TZ', 'LANG', 'LC_ALL'] as const;

/** This machine's. */
export function ownLocale(): Locale {
  // The time zone may be written in a file only.
  return { ...keptEnvironment(LOCALE), TZ: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

/** The command line of a browser, without its executable. */
export function browserFlags(
  { headlessShell, gl, sandbox, allowHosts, memoryBytes }: Omit<BrowserOptions, 'locale'>,
  profile: string,
): string[] {
  return [
    headlessShell ? '--headless' : '--headless=new',
    `--user-data-dir=${profile}`,
    // Driven over file descriptors 3 and 4: no port that others on the machine could connect to.
    '--remote-debugging-pipe',
    // Frames are drawn as fast as they are asked for, not 60 times a second.
    '--disable-frame-rate-limit',
    '--disable-gpu-vsync',
    // drawElementImage, behind a flag until it ships.
    '--enable-blink-features=CanvasDrawElement',
    // V8 finds source positions lazily: each Error that plotly.js makes while it loads reparses megabytes. Found at once,
    // the bundle loads in 0.7 s instead of 1.3 s. The heap's limit is in MiB: past it the page crashes at once.
    `--js-flags=--no-enable-lazy-source-positions,--max-old-space-size=${Math.ceil(memoryBytes / 2 ** 20)}`,
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
    // Below the request level: whatever finds a way around the pipe would have to go through a proxy that is not there,
    // loopback included. Its name resolves nowhere; the allowed hosts are reached directly.
    '--proxy-server=https://nowhere.invalid',
    `--proxy-bypass-list=${['<-loopback>', ...allowHosts.map((host) => `https://${host}:443`)].join(';')}`,
    // WebRTC has sockets of its own, past the resolver: it may use UDP only through a proxy, and this one takes none.
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--disable-quic',
    // A second page would not be served, watched or closed by anybody.
    '--block-new-web-contents',
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

const KEPT = [...['PATH', 'HOME', 'LD_LIBRARY_PATH', 'SYSTEMROOT'], ...['FONTCONFIG_PATH', 'FONTCONFIG_FILE']];

/** What Chromium needs of the environment, and nothing else. */
export function browserEnvironment(
  { gl, locale }: Pick<BrowserOptions, 'gl' | 'locale'>,
  profile: string,
): Record<string, string> {
  const environment = { ...keptEnvironment(KEPT), ...locale, TMPDIR: profile };
  if (gl === 'mesa') return { ...environment, EGL_PLATFORM: 'surfaceless', LIBGL_ALWAYS_SOFTWARE: '1' };
  return gl === 'gpu' ? { ...environment, EGL_PLATFORM: 'surfaceless' } : environment;
}
