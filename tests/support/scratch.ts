import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** An empty folder, removed after the file's tests. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'test-plotreel-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A scene of tests/fixtures. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}.scene.ts`, import.meta.url));
}

/** Profiles and spools that renders of a process have left in the temporary folders. @param pid by default this one */
export function leftovers(pid = process.pid): string[] {
  return ['/dev/shm', tmpdir()].flatMap((folder) => list(folder).filter((name) => name.startsWith(`plotreel-${pid}-`)));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
