export interface PolicyOptions {
  /** Of the page. */
  origin: string;
  /** Hosts that it may reach over https. */
  allowHosts: readonly string[];
  /** Whether pages of the same origin may show it in a frame. @default false */
  framed?: boolean;
}

/**
 * The content security policy of the page and of all its files: workers go by that of their own script. It is a second
 * lock, beside the refusal of requests: it holds for WebSockets too, and nothing written into the page as text is run.
 */
export function contentPolicy({ origin, allowHosts, framed = false }: PolicyOptions): string {
  const hosts = allowHosts.map((host) => `https://${host}:443`);
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    // No 'unsafe-inline': `javascript:` links, handlers in attributes and scripts in texts are dead. plotly.js makes the
    // functions of its regl traces (scattergl, splom, parcoords) from text, and the frame writer compiles WebAssembly.
    'script-src': ["'self'", "'unsafe-eval'"],
    // Plotly styles what it draws by attributes.
    'style-src': ["'unsafe-inline'"],
    // Figures hold pictures as data; plotly.js rasterises SVG by way of both.
    'img-src': ["'self'", 'data:', 'blob:', ...hosts],
    'media-src': ['data:', 'blob:'],
    'font-src': ["'self'", 'data:', 'blob:'],
    // Plotly's own maps; scenes may fetch what was bundled with them as data.
    'connect-src': ["'self'", 'data:', 'blob:', ...hosts],
    // The map library makes its worker from a blob, which goes by this policy too.
    'worker-src': [`${origin}/assets/`, 'blob:'],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': [framed ? "'self'" : "'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
