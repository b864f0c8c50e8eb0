import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../caught.ts';
import { DiskFullError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';

export interface WriteOptions {
  /** 'wx': fails when the file is there. @default 'w' */
  flag?: 'w' | 'wx';
  signal?: AbortSignal;
  /** Waits until it is on the disk, for files that must be whole after a loss of power. @default false */
  flush?: boolean;
  /** Says what the room is needed for. @default the file's size */
  need?: (bytes: number) => string;
  /** The folder that is said to be full. @default the file's */
  place?: string;
}

/** Writes a file, or nothing when there is no room for it. @throws DiskFullError; Node's errors for the rest */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  { need = describeFile, place = dirname(path), ...options }: WriteOptions = {},
): Promise<void> {
  try {
    await writeFile(path, content, options);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    await rm(path, { force: true });
    const bytes = Buffer.byteLength(content);
    throw new DiskFullError(place, need(bytes), { neededBytes: bytes, cause: error });
  }
}

/** Whether Node found a disk full, or a user's share of it used up. */
export function isDiskFull(error: unknown): boolean {
  return codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
}

function describeFile(bytes: number): string {
  return `a file of ${formatBytes(bytes)} is to be written there`;
}
