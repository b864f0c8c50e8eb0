import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Why `path` cannot be run, in a few words; `undefined` when it is an executable file. */
export async function executableProblem(path: string): Promise<string | undefined> {
  try {
    // A folder passes X_OK, so its kind is looked at as well.
    if (!(await stat(path)).isFile()) return 'not a file';
  } catch {
    return 'no such file';
  }
  return await access(path, constants.X_OK).then(
    () => undefined,
    () => 'not executable',
  );
}

/** Whether `path` is a file that this user may run. */
export async function isExecutable(path: string): Promise<boolean> {
  return (await executableProblem(path)) === undefined;
}

/** The first of `allOnPath`. */
export async function findOnPath(names: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for await (const path of allOnPath(names, env)) return path;
  return undefined;
}

/** Every match of `names` on PATH, best first: names in the order given, then folders in the order of PATH. */
export async function* allOnPath(names: readonly string[], env: NodeJS.ProcessEnv): AsyncGenerator<string> {
  // Windows spells it Path, and a copied environment is no longer blind to case.
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter);
  for (const name of names) {
    for (const folder of folders) {
      // An empty or relative entry means the current folder, which is the caller's project, not a place of programs.
      if (!isAbsolute(folder)) continue;
      const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if (await isExecutable(path)) yield path;
    }
  }
}
