import { z } from 'zod';
import { isRecord } from '../figure-input/json-values.ts';
import { oneOf } from '../options/resolve-options.ts';
import type { RangeMode } from '../protocol.ts';
import { EASING_NAMES } from './easing.ts';
import type { Figure } from './figure.ts';
import { parseMilliseconds } from './milliseconds.ts';

const TIME = "a time with its unit, such as '1.5s' or '500ms'";
const time = (bound: 'above 0' | '0 or above') =>
  z
    .union([z.number(), z.string()], { error: TIME })
    .transform((value, context) => {
      const milliseconds = parseMilliseconds(value);
      if (milliseconds !== undefined && milliseconds >= 0 && (milliseconds > 0 || bound === '0 or above')) {
        return milliseconds;
      }
      context.addIssue({ code: 'custom', message: milliseconds === undefined ? TIME : `${TIME}, ${bound}` });
      return z.NEVER;
    })
    .optional();

/** Options of figures, as the caller gives them. Messages complete the sentence "Expected `field` to be …". */
export const figureShape = {
  /**
   * Plotly figure: an object with `data`, `layout` and `frames`, or the path or file: URL of a JSON file (gzip too), of a
   * page written by `fig.write_html`, or '-' for standard input.
   */
  figure: z
    .custom<Figure | object | string | URL>((value) => typeof value === 'string' || isRecord(value), {
      error: 'a Plotly figure, or the path of a file with one',
    })
    .optional(),
  /** How many times faster than the figure's own timing, above 0. @default 1 */
  speed: z.number({ error: 'a number above 0' }).positive({ error: 'a number above 0' }).default(1),
  /** Length of the video, `hold` included: '10s', or milliseconds. @default by the figure's own timing */
  duration: time('above 0'),
  /** Time from one of the figure's frames to the next: '500ms', or milliseconds. @default the play button's */
  frameDuration: time('above 0'),
  /** How much longer the last frame stands: '1s', or milliseconds. @default 0; with `reveal` 1 s, at most a fifth of `duration` */
  hold: time('0 or above'),
  /** Whether the last of the figure's frames moves back into the first. @default false */
  loop: z.boolean({ error: 'true or false' }).default(false),
  /** Whether the figure moves between its frames. 'auto': where its play button asks for a transition. @default 'auto' */
  tween: oneOf(['auto', 'on', 'off']).default('auto'),
  /** How it moves: 'linear', 'cubic-in-out', and Plotly's other names. @default the play button's */
  easing: z
    .string({ error: "the name of an easing, for example 'cubic-in-out'" })
    .refine((name) => EASING_NAMES.includes(name), { error: `one of ${EASING_NAMES.join(', ')}` })
    .optional(),
  /**
   * Ranges, colour axes and category orders that the figure leaves to Plotly. 'pin': over all frames, so that nothing
   * jumps; 'figure': as the figure has them before it is played; 'auto': anew for each frame. @default 'pin'
   */
  ranges: oneOf(['pin', 'figure', 'auto']).default('pin'),
  /** Text that names the frame shown. 'auto': the slider's, where there is one; 'off'; or a template with {label}, {name} and {index}. @default 'auto' */
  label: z.string({ error: "'auto', 'off' or a template with {label}" }).default('auto'),
  /** Whether buttons, menus and sliders are left out of the picture. @default 'hide' */
  controls: oneOf(['hide', 'keep']).default('hide'),
  /** Degrees by which the cameras of 3-D scenes turn over the length of the video. @default 0 */
  orbit: z.number({ error: 'a number of degrees' }).optional(),
  /** 'x': a figure without frames is drawn from left to right. @default none */
  reveal: oneOf(['x']).optional(),
} as const;

/** How a figure becomes a video. Times are milliseconds. */
export interface FigureOptions {
  speed: number;
  duration?: number | undefined;
  frameDuration?: number | undefined;
  hold?: number | undefined;
  loop: boolean;
  tween: 'auto' | 'on' | 'off';
  easing?: string | undefined;
  ranges: RangeMode;
  label: string;
  controls: 'hide' | 'keep';
  orbit?: number | undefined;
  reveal?: 'x' | undefined;
  /** Whether it is a single picture: then nothing has to move. */
  still?: boolean;
}

interface FigureTimes {
  duration?: number | undefined;
  hold?: number | undefined;
}

/** What is wrong between the options of scenes and those of figures. @param options as they were given */
export function* checkFigureOptions(options: unknown, { duration, hold }: FigureTimes): Generator<string> {
  if (!isRecord(options)) return;
  const given = (names: readonly string[]) => names.filter((name) => options[name] !== undefined);
  if (given(['scene', 'figure']).length === 0) {
    yield 'Expected `scene` to be the path of a scene file, or `figure` to be a Plotly figure, got neither';
  }
  if (given(['scene', 'figure']).length === 2) yield 'Expected `scene` or `figure`, got both';
  if (options.figure === undefined) {
    for (const name of given(Object.keys(figureShape))) {
      yield `\`${name}\` is for figures: what a scene shows is said by its \`update\``;
    }
    return;
  }
  for (const name of given(['props', 'frames', 'params'])) {
    yield `\`${name}\` is for scenes: a figure brings its own frames`;
  }
  for (const name of options.duration === undefined ? [] : given(['speed', 'frameDuration'])) {
    yield `Expected \`duration\` or \`${name}\`, got both`;
  }
  if (duration !== undefined && hold !== undefined && duration <= hold) {
    yield `Expected \`duration\` to be above \`hold\`, which is part of it, got ${duration} and ${hold} ms`;
  }
}
