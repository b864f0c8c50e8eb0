import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GlBackend } from './browser-flags.ts';

/** Where Linux distributions keep shared libraries: in these folders or, on Debian, in one of them per architecture. */
const LIBRARY_FOLDERS = ['/usr/lib', '/usr/lib64', '/usr/local/lib'];

/**
 * What is tried first to draw WebGL: Mesa's llvmpipe where it is installed, twice as fast as SwiftShader for surfaces.
 * Whether it works shows when a figure is mounted that needs it.
 */
export function preferredGl(): GlBackend {
  if (process.platform !== 'linux') return 'swiftshader';
  const folders = LIBRARY_FOLDERS.filter(existsSync).flatMap((folder) => [
    folder,
    ...readdirSync(folder)
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(folder, name)),
  ]);
  const has = (...path: string[]) => folders.some((folder) => existsSync(join(folder, ...path)));
  return has('libEGL_mesa.so.0') && has('dri', 'swrast_dri.so') ? 'mesa' : 'swiftshader';
}
