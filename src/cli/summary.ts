import { formatBytes } from '../format-bytes.ts';
import type { FinishedVideo } from '../render-result.ts';

/** What a finished video is. */
export function printVideo(
  result: Pick<FinishedVideo, 'path' | 'frames' | 'width' | 'height' | 'fps' | 'duration' | 'bytes'>,
): void {
  console.log(result.path);
  console.log(
    `  ${result.frames} frames, ${result.width}x${result.height}, ${result.fps.toFixed(3).replace(/\.?0+$/, '')} fps, ` +
      `${result.duration.toFixed(2)} s, ${formatBytes(result.bytes)}`,
  );
}

/** What came with it. */
export function printBeside({
  poster,
  contactSheet,
  manifest,
}: Pick<FinishedVideo, 'poster' | 'contactSheet' | 'manifest'>): void {
  if (poster !== null) console.log(`  poster: ${poster}`);
  if (contactSheet !== null) console.log(`  contact sheet: ${contactSheet}`);
  if (manifest !== null) console.log(`  manifest: ${manifest}`);
}

/** What the user of a finished video or still should know. */
export function printNotes({ notes, refused }: { notes: string[]; refused: string[] }): void {
  for (const note of notes) console.log(`  note: ${note}`);
  if (refused.length > 0)
    console.log(`  note: no network: ${refused.length} requests were refused, the first ${refused[0]}`);
}
