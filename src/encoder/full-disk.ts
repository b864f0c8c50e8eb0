import { readdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DiskFullError, EncoderError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';

/** How far a video was when its disk was full. */
export interface VideoSoFar {
  /** Where it is written; what is kept meanwhile lies beside it, with names that begin with its own. */
  path: string;
  /** Frames that ffmpeg has. */
  done: number;
  /** null: not known. */
  total: number | null;
}

/** What the system says when a disk is full, or a user's share of it used up. */
const DISK_FULL = /No space left on device|Disk quota exceeded/;

/** What is told instead of ffmpeg's error when that says that the disk is full; other errors stay as they are. */
export async function explainFullDisk(error: unknown, video: VideoSoFar): Promise<unknown> {
  if (!(error instanceof EncoderError) || !DISK_FULL.test(error.stderr)) return error;
  const { path, done, total } = video;
  const folder = dirname(path);
  const written = await writtenBytes(path);
  // The last frames are on their way still: it is an estimate.
  const more = total !== null && done > 0 && done < total ? (written / done) * (total - done) : 0;
  const need = more > 0 ? `about ${formatBytes(more)} more` : 'more';
  const frames = total === null ? `${done} frames` : `${done} of ${total} frames`;
  const free = await statfs(folder).then(
    ({ bavail, bsize }) => `, ${formatBytes(bavail * bsize)} are free`,
    () => '',
  );
  return new DiskFullError(
    folder,
    `the video needs ${need} than the ${formatBytes(written)} that ${frames} took${free}; the output is as it was before`,
    { neededBytes: written + Math.max(Math.ceil(more), 1), cause: error },
  );
}

async function writtenBytes(path: string): Promise<number> {
  const names = await readdir(dirname(path)).catch(() => []);
  const mine = names.filter((name) => name.startsWith(basename(path))).map((name) => join(dirname(path), name));
  const sizes = await Promise.all(mine.map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Bytes of a file, or of the files in a folder. */
async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const files = await Promise.all((await readdir(path)).map((name) => stat(join(path, name))));
    return files.reduce((sum, { size }) => sum + size, 0);
  } catch {
    return 0;
  }
}
