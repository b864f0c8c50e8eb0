import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is removed when the test is over. */
export async function tempFolder(): Promise<string> {
  // realpath: macOS' temporary folder is behind a link
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'plotreel-install-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a shell script and the folders above it. @returns its path */
export async function writeScript(path: string, body = 'exit 0', mode = 0o755): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`, { mode });
  return path;
}
