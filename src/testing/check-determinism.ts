import { z } from 'zod';
import { compareDrawings } from '../check/compare-drawings.ts';
import { describeCause } from '../check/describe-cause.ts';
import { findCause } from '../check/find-cause.ts';
import { describeFrame } from '../check/format-check.ts';
import { evenlySpread } from '../frames/evenly-spread.ts';
import { parseOptions } from '../options/resolve-options.ts';
import { receivedStage } from './received.ts';
import type { Verdict } from './verdict.ts';

const FRAMES = 'a list of indices of frames, integers of 0 or above';

const optionsSchema = z.strictObject({
  /** Indices of the frames that are drawn, 0-based. @default the first, the last and three between */
  frames: z
    .array(z.int({ error: FRAMES }).nonnegative({ error: FRAMES }), { error: FRAMES })
    .min(1, { error: FRAMES })
    .optional(),
});

/** Which frames are drawn in many ways. */
export type DeterminismOptions = z.input<typeof optionsSchema>;

/** By default: each is drawn four times, some a fifth time on a stage of their own. */
const SAMPLES = 5;

/**
 * Draws frames in order, reversed, twice, in a mixed order by another stage, and alone on a fresh one: the pixels must be the
 * same.
 *
 * @param received a stage
 * @param parts isNot: whether it is asked that they are not, and nobody asks why they are not
 * @throws InputError for what is no stage, or has no such frame; what `stage.frame` throws
 */
export async function checkDeterminism(
  received: unknown,
  { options, isNot }: { options: DeterminismOptions | undefined; isNot: boolean },
): Promise<Verdict> {
  const { frames } = parseOptions(optionsSchema, options ?? {});
  const stage = receivedStage(received);
  const drawn = frames ?? evenlySpread(stage.frameCount, SAMPLES);
  const differences = await compareDrawings(stage, drawn);
  const [first] = differences;
  if (!first)
    return { pass: true, message: `Frames ${drawn.join(', ')} are the same however they are drawn, and should not be` };
  if (isNot) return { pass: false, message: '' };
  const other = drawn.find((frame) => frame !== first.frame) ?? first.frame;
  const cause = await findCause(stage, { frame: first.frame, other, calls: [] });
  const lines = [
    'Frames are not as when they are drawn in order:',
    ...[...Map.groupBy(differences, ({ frame }) => frame).values()].map((found) => `  ${describeFrame(found)}`),
    describeCause(cause),
  ];
  return { pass: false, message: lines.join('\n') };
}
