import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Those of a reader's shell, and where this machine has its browser. What npm, vitest and CI tell their children is not for blocks. */
const KEPT = /^(HOME|USER|LANG|LC_\w+|TMPDIR|PLOTREEL_\w+|XDG_\w+)$/;

/** The environment of a shell in a page's folder. Node.js is the one that runs the tests. */
export function readersEnvironment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  const path = (process.env.PATH ?? '').split(delimiter).filter((it) => !it.includes('node_modules'));
  return {
    ...Object.fromEntries(kept),
    PATH: [join(folder, STAND_INS), join(folder, 'node_modules/.bin'), dirname(process.execPath), ...path].join(
      delimiter,
    ),
    // npx runs what is installed, and downloads nothing.
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}

const STAND_INS = '.stand-ins';

/** Makes a script of tests/docs/stand-ins the command of that name. @throws Error when there is none */
export function putStandIn(folder: string, name: string): void {
  const script = fileURLToPath(new URL(`stand-ins/${name}.ts`, import.meta.url));
  if (!existsSync(script)) throw new Error(`No stand-in: ${name}`);
  const command = join(folder, STAND_INS, name);
  mkdirSync(dirname(command), { recursive: true });
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(command, 0o755);
}
