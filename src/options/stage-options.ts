import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isHostName } from '../farm/allowed-hosts.ts';
import { figureShape } from '../figure/figure-options.ts';
import { limitsShape, MAX_SIDE, MAX_TIMEOUT_MS } from './limits.ts';
import { oneOf } from './resolve-options.ts';

/** A message from the page's console. */
export interface ConsoleMessage {
  /** 'log', 'warn', 'error' … */
  level: string;
  text: string;
  /** It tells of an error, or of a promise's rejection, that nobody caught. @default false */
  uncaught?: boolean;
}

export const positiveInteger = (what: string) => z.int({ error: what }).positive({ error: what });
export const functionOf = <T>() => z.custom<T>((value) => typeof value === 'function', { error: 'a function' });

const HOST = "a host's name alone, such as 'tiles.example.org', and no address of this machine";

/** What draws a frame: the same for videos and stills. Messages complete the sentence "Expected `field` to be …". */
export const stageShape = {
  /** Scene file (TypeScript or JavaScript), a path or a file: URL; or else `figure`. */
  scene: z
    .union([z.string(), z.instanceof(URL)], { error: 'the path of a scene file' })
    .refine((scene) => (scene instanceof URL ? scene.protocol === 'file:' : scene !== ''), {
      error: 'the path of a scene file',
    })
    .transform((scene) => (isFileUrl(scene) ? fileURLToPath(scene) : resolve(scene)))
    .optional(),
  ...figureShape,
  /** JSON value that the scene's `setup` receives. @default undefined */
  props: z.unknown().optional(),
  /** Width in CSS pixels, an integer above 0. @default the figure's `layout.width`, else 1280 */
  width: positiveInteger('an integer above 0')
    .max(MAX_SIDE, { error: `at most ${MAX_SIDE}` })
    .default(1280),
  /** Height in CSS pixels, an integer above 0. @default the figure's `layout.height`, else 720 */
  height: positiveInteger('an integer above 0')
    .max(MAX_SIDE, { error: `at most ${MAX_SIDE}` })
    .default(720),
  /** Device pixels per CSS pixel: 2 gives twice the width and height, and finer text. @default 1 */
  scale: z
    .number({ error: 'a number above 0' })
    .positive({ error: 'a number above 0' })
    .max(8, { error: 'at most 8' })
    .default(1),
  /** How frames leave the page. 'auto': canvas where it passes its self-check, else screenshot. @default 'auto' */
  capture: oneOf(['auto', 'canvas', 'screenshot']).default('auto'),
  /** What draws WebGL. 'auto': the fastest that works, 'mesa' before 'swiftshader'. @default 'auto' */
  gl: oneOf(['auto', 'swiftshader', 'mesa', 'gpu']).default('auto'),
  /** Font files (ttf, otf, woff, woff2), by the family names in them. @default [] */
  fonts: z
    .array(z.string({ error: 'a list of paths' }).min(1, { error: 'a list of paths' }), { error: 'a list of paths' })
    .transform((paths) => paths.map((path) => resolve(path)))
    .default([]),
  /** Hosts that the page may reach over https, for map tiles and images. @default [], no network */
  allowHosts: z
    .array(
      z
        .string({ error: HOST })
        .refine(isHostName, { error: HOST })
        .transform((host) => host.toLowerCase()),
      { error: 'a list of host names' },
    )
    .default([]),
  /** A frame that takes longer is an error, in milliseconds. @default 30000 */
  frameTimeoutMs: positiveInteger('an integer above 0 (milliseconds)')
    .max(MAX_TIMEOUT_MS, { error: `at most ${MAX_TIMEOUT_MS} (milliseconds)` })
    .default(30_000),
  ...limitsShape,
  /** Chromium or Chrome executable. @default found by itself: PLOTREEL_BROWSER, an installed one, `plotreel setup`'s */
  browser: z.string({ error: 'the path of an executable' }).min(1, { error: 'the path of an executable' }).optional(),
  /** ffmpeg executable. @default found by itself: PLOTREEL_FFMPEG, ffmpeg-static, PATH */
  ffmpeg: z.string({ error: 'the path of an executable' }).min(1, { error: 'the path of an executable' }).optional(),
  /** Ends the work; the promise rejects with the signal's reason. */
  signal: z.instanceof(AbortSignal, { error: 'an AbortSignal' }).optional(),
  /** Called with each message that the page writes to its console. */
  onConsole: functionOf<(message: ConsoleMessage) => void>().optional(),
} as const;

function isFileUrl(scene: string | URL): scene is URL {
  return scene instanceof URL || scene.startsWith('file:');
}
