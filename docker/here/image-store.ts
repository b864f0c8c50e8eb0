import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from './must-run.ts';

/** A folder with images of its own: nothing of it is seen outside, and nothing stays. */
export interface ImageStore {
  readonly folder: string;
  /** Runs buildah on it. @returns what it printed */
  buildah(...args: string[]): Promise<string>;
  /** Removes all of it. May be called twice. */
  close(): Promise<void>;
}

/** @throws Error when buildah cannot keep images here */
export async function openImageStore(): Promise<ImageStore> {
  // Not below the tests' folders: containers need a path that every user can pass.
  const folder = await mkdtemp(join(tmpdir(), 'plotreel-images-'));
  const options = ['--root', join(folder, 'storage'), '--runroot', join(folder, 'run'), '--storage-driver'];
  const on = (driver: string, args: string[]) => mustRun(['buildah', ...options, driver, ...args]);
  const close = async () => {
    // Those made last lie in those made before.
    for (const mount of (await mountsBelow(folder)).reverse()) await mustRun(['umount', mount]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // Layers as they are, where the kernel can lay them over each other; else each is a copy of the one below.
    const driver = await on('overlay', ['images']).then(
      () => 'overlay',
      () => 'vfs',
    );
    await on(driver, ['images']);
    return { folder, buildah: (...args) => on(driver, args), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function mountsBelow(folder: string): Promise<string[]> {
  const lines = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
  return lines.map((line) => line.split(' ')[1] ?? '').filter((place) => place.startsWith(`${folder}/`));
}
