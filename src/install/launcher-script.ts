import { readFile, realpath, stat } from 'node:fs/promises';
import { isExecutable } from './executable.ts';

/**
 * The browser that an installed command starts; `undefined` when it is a snap.
 *
 * Debian's /usr/bin/chromium-headless-shell is a shell script whose one command is the real file: started directly,
 * there is one process less per stage, and signals reach the browser instead of the shell.
 *
 * Snaps are passed over. They see a /tmp of their own, not the profile folder that raw frames are read from; and in
 * containers Ubuntu's `chromium-browser` is a script that only says that the snap should be installed.
 */
export async function resolveLauncher(path: string): Promise<string | undefined> {
  const target = await realpath(path);
  if (target === '/usr/bin/snap' || target.startsWith('/snap/')) return undefined;

  const script = await readScript(target);
  if (script === undefined) return path;
  if (script.includes('/snap/bin/')) return undefined;

  const commands = script.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const started = commands.length === 1 ? /^(?:exec )?(\/\S+) "\$@"$/.exec(commands[0] ?? '')?.[1] : undefined;
  return started !== undefined && (await isExecutable(started)) ? started : path;
}

/** Text of a script; `undefined` for anything else. */
async function readScript(path: string): Promise<string | undefined> {
  // Launcher scripts have a few hundred lines at most; browsers have 200 MB, and are not read.
  if ((await stat(path)).size > 64 * 1024) return undefined;
  const text = await readFile(path, 'utf8').catch(() => ''); // executable, but not readable: run it as it is
  return text.startsWith('#!') ? text : undefined;
}
