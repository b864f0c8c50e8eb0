import { z } from 'zod';
import { installedFonts } from '../environment.ts';
import { InputError } from '../errors.ts';
import type { Frame } from '../inspection/frame.ts';
import { parseOptions } from '../options/resolve-options.ts';
import { compareFrames, type VisibleDifference } from './compare-frames.ts';
import { type Golden, goldenOf, type ReadGolden, readGolden, writeGolden } from './golden.ts';
import { covered, findMasked, idleSelectors, maskedBoxes } from './mask.ts';
import { removeMismatch, writeMismatch } from './mismatch-pictures.ts';
import { receivedFrame } from './received.ts';
import type { TestRun } from './test-run.ts';
import { shownPath, type Verdict, whenMissing } from './verdict.ts';

const SHARE = 'a number from 0 to 1';
const BOXES = 'a list of boxes { x, y, width, height } and CSS selectors';
const finite = z.number({ error: BOXES });

const optionsSchema = z.strictObject({
  /** Colours that are less apart are the same: 0 for any difference, 1 for that of black and white. @default 0.1 */
  threshold: z.number({ error: SHARE }).min(0, { error: SHARE }).max(1, { error: SHARE }).default(0.1),
  /** Number of pixels that may differ. @default 0 */
  maxDiffPixels: z.int({ error: 'an integer, 0 or above' }).nonnegative({ error: 'an integer, 0 or above' }).optional(),
  /** Share of all pixels that may differ, 0 to 1; with `maxDiffPixels`, both must hold. @default 0 */
  maxDiffPixelRatio: z.number({ error: SHARE }).min(0, { error: SHARE }).max(1, { error: SHARE }).optional(),
  /** What is not compared: boxes in pixels of the frame, and CSS selectors of elements in the figure. @default [] */
  mask: z
    .array(z.union([z.string().min(1), z.strictObject({ x: finite, y: finite, width: finite, height: finite })]), {
      error: BOXES,
    })
    .default([]),
});

/** How exactly a frame must match its golden. */
export type FrameMatchOptions = z.input<typeof optionsSchema>;

/**
 * Compares a frame with its golden, which is made when it is missing.
 *
 * @param received a frame
 * @param name of the golden, `wave-12.png`
 * @throws InputError for what is no frame, no name or no option
 */
export async function matchFrame(
  received: unknown,
  { name, options, run }: { name: string; options: FrameMatchOptions | undefined; run: TestRun },
): Promise<Verdict> {
  const wanted = parseOptions(optionsSchema, options ?? {});
  const frame = receivedFrame(received);
  const golden = goldenOf(frame, name, run.file);
  const subject = `Frame ${frame.index}`;
  const make = async () => writeGolden(golden, frame, await findMasked(frame, wanted.mask));
  const renews = !run.isNot && (run.update === 'all' || run.update === 'changed');
  const expected = await readGolden(golden).catch((error: unknown) => {
    if (renews && error instanceof InputError) return undefined;
    throw error;
  });
  if (!expected) return whenMissing(run, { subject, path: golden.path, make, ...(await adviceOf(golden)) });

  const found = await compare(frame, expected, wanted);
  if (found === undefined) {
    if (run.update === 'all' && !run.isNot && !frame.pixels.equals(expected.pixels)) await make();
    await removeMismatch(golden);
    return { pass: true, message: `${subject} matches ${shownPath(golden.path)}, and should not` };
  }
  if (run.isNot) return { pass: false, message: '' };
  if (renews) {
    await make();
    await removeMismatch(golden);
    console.log(`Made ${shownPath(golden.path)} anew`);
    return { pass: true, message: '' };
  }
  const pictures = await writeMismatch(golden, { expected, actual: frame, difference: found.picture });
  const lines = [`${subject} is not as in ${shownPath(golden.path)}: ${found.text}`];
  for (const [kind, path] of Object.entries(pictures)) {
    await run.attach(path);
    lines.push(`  ${kind}: ${shownPath(path)}`);
  }
  lines.push(
    ...(await fontAdvice(expected)),
    `When it is as it should be, \`${run.updateCommand}\` makes the picture anew`,
  );
  return { pass: false, message: lines.join('\n') };
}

/** What a frame that does not match looks like. */
interface Mismatch {
  /** How much differs, and where. */
  text: string;
  /** RGBA; undefined when sizes differ. */
  picture: Buffer | undefined;
}

async function compare(
  frame: Frame,
  expected: ReadGolden,
  { mask, threshold, ...allowed }: z.output<typeof optionsSchema>,
): Promise<Mismatch | undefined> {
  const { width, height } = expected;
  if (frame.width !== width || frame.height !== height) {
    const text = `it has ${frame.width}×${frame.height} pixels instead of ${width}×${height}`;
    return { text, picture: undefined };
  }
  const masked = [await findMasked(frame, mask), expected.masked];
  const boxes = maskedBoxes(mask, masked);
  const idle = idleSelectors(mask, masked);
  const difference = compareFrames({
    ...{ width, height, threshold },
    actual: covered(frame.pixels, boxes, frame),
    expected: covered(expected.pixels, boxes, frame),
  });
  const total = width * height;
  const max = Math.min(allowed.maxDiffPixels ?? total, Math.floor((allowed.maxDiffPixelRatio ?? 1) * total));
  const most = allowed.maxDiffPixels === undefined && allowed.maxDiffPixelRatio === undefined ? 0 : max;
  if (!difference || difference.pixels <= most) return undefined;
  const text = [
    describe(difference, total),
    ...(most > 0 ? [`at most ${most} may`] : []),
    ...(idle.length > 0 ? [`the mask found nothing for ${idle.map((selector) => `'${selector}'`).join(', ')}`] : []),
  ];
  return { text: text.join('; '), picture: difference.picture };
}

function describe({ pixels, box, largest }: VisibleDifference, total: number): string {
  const share = (pixels / total) * 100;
  const percent = share < 0.01 ? 'less than 0.01' : share.toFixed(2);
  const what = pixels === 1 ? '1 pixel differs' : `${pixels} pixels differ`;
  const where = `in ${box.width}×${box.height} pixels at x ${box.x}, y ${box.y}`;
  return `${what} (${percent} %), ${where}, most at x ${largest.x}, y ${largest.y} by ${largest.levels} of 255 levels`;
}

/** What most often differs between the machine that a golden is from and the one that tests. */
async function fontAdvice({ fonts }: ReadGolden): Promise<string[]> {
  if (fonts === undefined || fonts === (await installedFonts())) return [];
  return [
    "Other fonts are installed here than where it was made: `fonts` of the stage's options brings those that it needs",
  ];
}

/** What other goldens there are: after an update of Chromium, those of the one before. */
async function adviceOf(golden: Golden): Promise<{ advice?: string }> {
  const others = await golden.others();
  if (others.length === 0) return {};
  return { advice: `There are those of ${others.join(', of ')}, but ${golden.drawnBy} draw this frame` };
}
