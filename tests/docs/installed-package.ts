import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/** Packs the built tree as it would be published. @returns the archive */
export async function packPlotreel(folder: string): Promise<string> {
  // Without scripts: they would build it once more.
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: CHECKOUT });
  return join(folder, stdout.trim());
}

/** Makes a folder as `npm install plotreel` leaves an empty one, but that what plotreel depends on is linked from the checkout. */
export async function installPlotreel(archive: string, folder: string): Promise<void> {
  const installed = join(folder, 'node_modules/plotreel');
  mkdirSync(installed, { recursive: true });
  await promisify(execFile)('tar', ['-xzf', archive, '--strip-components=1', '-C', installed]);
  const {
    version,
    bin,
    dependencies,
    optionalDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { plotreel: `^${version}` } }, null, 2));
  linkCommands(folder, 'plotreel', bin);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
    if (existsSync(join(CHECKOUT, 'node_modules', name))) link(folder, name);
}

/** Links further packages of the checkout, with their commands. @throws Error for one that the checkout does not have */
export function linkPackages(folder: string, names: readonly string[]): void {
  for (const name of names) {
    if (existsSync(join(folder, 'node_modules', name))) continue;
    const manifest = join(CHECKOUT, 'node_modules', name, 'package.json');
    if (!existsSync(manifest)) throw new Error(`Not among the checkout's packages: ${name}`);
    link(folder, name);
    const { bin }: { bin?: string | Record<string, string> } = JSON.parse(readFileSync(manifest, 'utf8'));
    linkCommands(folder, name, typeof bin === 'string' ? { [name.replace(/.*\//, '')]: bin } : bin);
  }
}

function link(folder: string, name: string): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(CHECKOUT, 'node_modules', name), path);
}

function linkCommands(folder: string, name: string, bin: Record<string, string> = {}): void {
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  for (const [command, file] of Object.entries(bin)) {
    chmodSync(join(folder, 'node_modules', name, file), 0o755);
    symlinkSync(join('..', name, file), join(folder, 'node_modules/.bin', command));
  }
}
