import { z } from 'zod';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';

/** Red, green, blue: all different, so that channels in the wrong order show. */
export const TRACE_COLOUR = [214, 39, 96] as const;

/** What the page told about itself. */
export type PageFacts = z.output<typeof pageFacts>;

const pageFacts = z.object({
  /** Plotly's version. */
  plotly: z.string(),
  /** What draws WebGL, null when nothing does. */
  webgl: z.string().transform(withoutAngle).nullable(),
});

const waves = Array.from({ length: 21 }, (_, i) => Math.sin(i / 3));
const colour = `rgb(${TRACE_COLOUR.join(', ')})`;

/** One trace on white: a line drawn as SVG, or markers drawn by WebGL. */
const TRACES = {
  svg: { type: 'scatter', mode: 'lines', y: waves, line: { color: colour, width: 8 } },
  webgl: { type: 'scattergl', mode: 'markers', y: waves, marker: { color: colour, size: 12 } },
};

/**
 * The smallest scene that shows whether drawing works. It writes `PageFacts` to the console when it is set up.
 *
 * Page code as a string, against the rule: as a scene file it would have to be bundled, and a bundler or cache that does
 * not work would be taken for a browser that does not.
 */
export function probeScene(kind: keyof typeof TRACES): SceneBundle {
  const figure = { data: [TRACES[kind]], layout: { margin: { l: 30, r: 10, t: 10, b: 30 } } };
  const code = `export default {
    setup: () => {
      const gl = new OffscreenCanvas(1, 1).getContext('webgl');
      const info = gl?.getExtension('WEBGL_debug_renderer_info');
      const webgl = gl ? gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER) : null;
      console.info(JSON.stringify({ plotly: globalThis.Plotly.version, webgl }));
      return ${JSON.stringify(figure)};
    },
    update: (figure) => figure.restyle({ visible: true }, [0]),
    frames: { count: 1, params: () => null },
  };`;
  return { path: `plotreel doctor (${kind})`, code, map: '{"version":3,"sources":[],"names":[],"mappings":""}' };
}

/** The facts in a console message, undefined when it is about something else. */
export function readPageFacts(message: string): PageFacts | undefined {
  try {
    return pageFacts.parse(JSON.parse(message));
  } catch {
    return undefined;
  }
}

/** 'ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.6 256 bits), OpenGL ES 3.2)' → 'llvmpipe (LLVM 15.0.6 256 bits)' */
function withoutAngle(renderer: string): string {
  return /^ANGLE \([^,]*, (.+), [^,]*\)$/.exec(renderer)?.[1] ?? renderer;
}
