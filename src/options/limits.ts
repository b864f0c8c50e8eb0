import { constants } from 'node:buffer';
import { z } from 'zod';

/** Chromium refuses canvases with a longer side. */
export const MAX_SIDE = 16_384;
/** setTimeout() takes no more: it would fire at once. */
export const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** Linux writes no more of a file at once. */
export const MAX_WRITE_BYTES = 0x7ffff000;

const limit = ({ max, standard, unit = '' }: { max?: number; standard: number; unit?: string }) => {
  const what = `an integer above 0${unit}`;
  const above0 = z.int({ error: what }).positive({ error: what });
  return (max === undefined ? above0 : above0.max(max, { error: `at most ${max}${unit}` })).default(standard);
};
const BYTES = ' (bytes)';
const MILLISECONDS = ' (milliseconds)';

/** How large a job may become. Messages complete the sentence "Expected `limits.field` to be …". */
const limitShape = {
  /** Pixels of a frame, width × height × scale². Each takes up 60 bytes in a stage and 150 in ffmpeg. @default 8192 * 8192 */
  framePixels: limit({ standard: 8192 * 8192 }),
  /** Pixels of a side; Chromium draws no more than 16384. @default 16384 */
  side: limit({ standard: MAX_SIDE, max: MAX_SIDE }),
  /** Frames of a video, all that a figure's video has included. More take more time and disk. @default 1000000 */
  frames: limit({ standard: 1_000_000 }),
  /**
   * Bytes of a figure: of its file, packed or unpacked, and of what each stage gets of it. A figure takes up to 25 times
   * that in each stage; JavaScript reads no text above 536 MB. @default 200000000
   */
  figureBytes: limit({ standard: 200_000_000, max: constants.MAX_STRING_LENGTH, unit: BYTES }),
  /** Bytes of one frame's params, packed. A stage and Node hold those of some frames, twice. @default 512000000 */
  paramsBytes: limit({ standard: 512_000_000, max: MAX_WRITE_BYTES, unit: BYTES }),
  /** How long the whole may take, in milliseconds, at most 24 days. @default 86400000, 24 hours */
  renderTimeMs: limit({ standard: 24 * 60 * 60 * 1000, max: MAX_TIMEOUT_MS, unit: MILLISECONDS }),
  /** Bytes of memory that a stage's page may take; a higher value lets a growing scene live longer. @default 4 GiB */
  stageMemoryBytes: limit({ standard: 4 * 1024 ** 3, unit: BYTES }),
} as const;

const limitsSchema = z.strictObject(limitShape, { error: 'an object with limits' });

/** The option of limits. */
export const limitsShape = {
  /** How large the job may become; what is left out has its default. */
  limits: limitsSchema.prefault({}),
} as const;

export type Limits = z.output<typeof limitsSchema>;
export type LimitName = keyof Limits;

export const DEFAULT_LIMITS: Limits = limitsSchema.parse({});

/** Names of the limits on the command line. */
export const LIMIT_FLAGS: Readonly<Record<LimitName, string>> = {
  framePixels: 'frame-pixels',
  side: 'side',
  frames: 'frames',
  figureBytes: 'figure-size',
  paramsBytes: 'params-size',
  renderTimeMs: 'render-time',
  stageMemoryBytes: 'stage-memory',
};

/** What sets a limit, for messages. */
export function settingOf(name: LimitName): string {
  return `\`limits.${name}\`, --limit ${LIMIT_FLAGS[name]}`;
}

/** The limits in options that are not checked yet; undefined when something is wrong with them. */
export function limitsOf(options: unknown): Limits | undefined {
  const given = typeof options === 'object' && options !== null && 'limits' in options ? options.limits : undefined;
  return limitsShape.limits.safeParse(given).data;
}
