import { dirname } from 'node:path';
import type { CheckDifference, CheckNotice, CheckReport, PageError } from './check-report.ts';
import type { Drawing } from './compare-drawings.ts';

/** Frames that are listed at most; the rest is counted. */
const MAX_FRAMES = 8;

const DRAWINGS: Record<Drawing, string> = {
  reversed: 'after later ones',
  twice: 'twice in a row',
  shuffled: 'by another worker',
  alone: 'alone',
};

/** A report as text for people, without a line break at its end. @param name what the scene or figure is called */
export function formatCheck(report: CheckReport, name: string): string {
  const { safe, frameCount, samples, differences, cause, errors, notices, notes } = report;
  const byFrame = Map.groupBy(differences, ({ frame }) => frame);
  const looked = `${samples.length} of ${frameCount} frames drawn in order, reversed, twice, alone, by another worker`;
  const [picture] = differences.flatMap(({ picture }) => picture ?? []);
  return [
    `${name} is ${safe ? '' : 'not '}safe to render in parallel`,
    `  ${looked}: ${differences.length === 0 ? 'the same pixels' : `${byFrame.size} differ`}`,
    ...[...byFrame.values()].slice(0, MAX_FRAMES).map((found) => `  ${describeFrame(found)}`),
    ...(byFrame.size > MAX_FRAMES ? [`  … and ${byFrame.size - MAX_FRAMES} more frames`] : []),
    ...(picture === undefined ? [] : [`  pictures: ${dirname(picture)}`]),
    ...(cause ? [`  ${cause.message}`] : []),
    ...errors.flatMap(describeError),
    ...notices.map((notice) => `  note: ${describeNotice(notice)}`),
    ...notes.map((note) => `  note: ${note}`),
  ].join('\n');
}

/** A frame with the largest of its differences: which it is, how it was drawn, where it differs. */
export function describeFrame(found: readonly Omit<CheckDifference, 'picture'>[]): string {
  const worst = found.reduce((most, difference) => (difference.pixels > most.pixels ? difference : most));
  const { frame, pixels, largest, box } = worst;
  const how = found.map(({ drawing }) => DRAWINGS[drawing]).join(', ');
  const where = `${box.width}x${box.height} at ${box.x},${box.y}`;
  return `frame ${frame}, drawn ${how}: up to ${pixels} pixels differ, by ${largest} of 255 levels, in ${where}`;
}

function describeError({ frame, message, places }: PageError): string[] {
  const when = frame === null ? 'at the start' : `about frame ${frame}`;
  return [`  nobody caught, ${when}: ${message}; await what is started`, ...places];
}

function describeNotice({ kind, frames }: CheckNotice): string {
  if (kind === 'same') return 'all frames that were drawn look the same';
  return `nothing is drawn on ${frames.length === 1 ? 'frame' : 'frames'} ${frames.join(', ')}: all pixels have one colour`;
}
