import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const TSC = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));

/** As strict as projects have it, and for bundlers and Node alike. */
const COMPILER_OPTIONS = {
  strict: true,
  noUncheckedIndexedAccess: true,
  target: 'esnext',
  lib: ['esnext', 'dom', 'dom.iterable'],
  module: 'preserve',
  moduleDetection: 'force',
  types: ['node'],
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  noEmit: true,
};

/** Type-checks files of a folder, with the packages that are there. @returns what the compiler says, a line for each problem */
export async function typeProblems(folder: string, files: readonly string[]): Promise<string[]> {
  const project = 'tsconfig.blocks.json';
  writeFileSync(join(folder, project), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files }));
  const args = [TSC, '-p', project, '--pretty', 'false'];
  const output = await promisify(execFile)(process.execPath, args, { cwd: folder }).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
  return output.split('\n').filter((line) => line !== '');
}
