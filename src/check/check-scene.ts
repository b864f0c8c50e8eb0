import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { writePublished } from '../disk/write-published.ts';
import { evenlySpread } from '../frames/evenly-spread.ts';
import type { Frame } from '../inspection/frame.ts';
import { type OpenStage, openStage } from '../inspection/open-stage.ts';
import type { StageOptions } from '../options/options.ts';
import { parseOptions } from '../options/resolve-options.ts';
import type { ConsoleMessage } from '../options/stage-options.ts';
import { loadSceneBundle } from '../scene-bundle/scene-bundle.ts';
import { withCleanup } from '../with-cleanup.ts';
import type { CheckCause, CheckDifference, CheckReport, PageError } from './check-report.ts';
import { compareDrawings, type DrawingDifference } from './compare-drawings.ts';
import { describeCall, describeCause } from './describe-cause.ts';
import { drawDifference } from './draw-difference.ts';
import { findCause } from './find-cause.ts';
import { noticesOf } from './look-at-frames.ts';
import { pageErrorOf } from './page-errors.ts';
import { type UnrepeatableCall, unrepeatableCalls } from './unrepeatable-calls.ts';

const MAX_SAMPLES = 100;
const SAMPLES = `an integer from 2 to ${MAX_SAMPLES}`;
const FOLDER = 'the path of a folder';

const checkSchema = z.strictObject({
  /**
   * Number of frames that are looked at, 2 to 100: the first, the last, and others between them. Each is drawn four times or
   * more, and kept meanwhile. @default 8
   */
  samples: z.int({ error: SAMPLES }).min(2, { error: SAMPLES }).max(MAX_SAMPLES, { error: SAMPLES }).default(8),
  /** Folder for pictures of the frames that differ, made when there are any. @default none */
  pictures: z
    .string({ error: FOLDER })
    .min(1, { error: FOLDER })
    .transform((folder) => resolve(folder))
    .optional(),
});

/** Options of `checkScene`: those of `openStage`, how many frames are looked at, and where pictures go. */
export type CheckOptions = StageOptions & z.input<typeof checkSchema>;

/**
 * Says whether an animation is safe to render in parallel: draws sample frames in order, reversed, twice in a row, by
 * another worker in a mixed order, and alone on a fresh stage, and compares the pixels. Some ten seconds.
 *
 * @example
 * const { safe, cause } = await checkScene({ scene: 'wave.scene.ts' });
 * @throws InputError, SceneError, FrameError, BrowserError as `openStage` and its `frame` do
 */
export async function checkScene({ samples, pictures, ...options }: CheckOptions): Promise<CheckReport> {
  const resolved = parseOptions(checkSchema, { samples, pictures });
  const errors: { message: ConsoleMessage; frame: number | null }[] = [];
  let drawing: number | null = null;
  const onConsole = (message: ConsoleMessage) => {
    errors.push({ message, frame: drawing });
    options.onConsole?.(message);
  };
  return withCleanup(async (defer) => {
    const stage = await openStage({ ...options, onConsole });
    defer(stage.close);
    const indices = evenlySpread(stage.frameCount, resolved.samples);
    const inOrder: Frame[] = [];
    const differences = await compareDrawings(stage, indices, {
      signal: options.signal,
      onFrame: (index) => {
        drawing = index;
      },
      onDrawn: (frame) => inOrder.push(frame),
    });
    const scene = options.scene === undefined ? undefined : await loadSceneBundle(pathOf(options.scene));
    const [first] = differences;
    const calls = scene ? await unrepeatableCalls(scene) : [];
    const cause = first ? await explain(stage, { frame: first.frame, indices, calls }) : null;
    const pageErrors = errors.flatMap(({ message, frame }) => pageErrorOf(message, { frame, scene }) ?? []);
    return {
      safe: differences.length === 0 && pageErrors.length === 0,
      ...{ frameCount: stage.frameCount, samples: indices },
      differences: await withPictures(differences, resolved.pictures),
      ...{ cause, errors: distinct(pageErrors), notices: noticesOf(inOrder) },
      notes: [...stage.notes, ...noteLate(calls)],
    };
  });
}

function pathOf(scene: string | URL): string {
  return scene instanceof URL || scene.startsWith('file:') ? fileURLToPath(scene) : resolve(scene);
}

async function explain(
  stage: OpenStage,
  { frame, indices, calls }: { frame: number; indices: readonly number[]; calls: readonly UnrepeatableCall[] },
): Promise<CheckCause> {
  const other = indices.find((index) => index !== frame) ?? frame;
  const cause = await findCause(stage, { frame, other, calls });
  return { kind: cause.kind, message: describeCause(cause), paths: cause.differences.map(({ path }) => path) };
}

/** What comes soon after a frame may look the same in all frames here, and not on a busy machine. Of packages nobody knows. */
function noteLate(calls: readonly UnrepeatableCall[]): string[] {
  const late = calls.filter(({ fault, place }) => fault === 'late' && place && !place.includes('node_modules'));
  if (late.length === 0) return [];
  const advice = 'a frame is drawn when `update` has settled, so await what it starts';
  return [`The scene mentions ${late.map(describeCall).join(', ')}: ${advice}`];
}

/** Writes a picture for the first difference of each frame. */
async function withPictures(
  differences: readonly DrawingDifference[],
  folder: string | undefined,
): Promise<CheckDifference[]> {
  const shown = new Set<number>();
  const found: CheckDifference[] = [];
  for (const difference of differences) {
    const { frame, drawing, pixels, largest, box } = difference;
    const path = folder === undefined || shown.has(frame) ? null : join(folder, `frame-${frame}-${drawing}.png`);
    if (path !== null) await writePublished(path, drawDifference(difference));
    shown.add(frame);
    found.push({ frame, drawing, pixels, largest, box, picture: path });
  }
  return found;
}

/** The same error may come with each drawing: of each kind the first one that tells a frame. */
function distinct(errors: readonly PageError[]): PageError[] {
  const found = new Map<string, PageError>();
  for (const error of errors) {
    const key = [error.message, ...error.places].join('\n');
    if ((found.get(key)?.frame ?? null) === null) found.set(key, error);
  }
  return [...found.values()];
}
