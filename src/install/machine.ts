import { browsersFolder } from './cache-folder.ts';
import { type DownloadedBrowser, type DownloadOptions, downloadBrowser } from './download-browser.ts';
import { type FoundBrowser, findBrowser } from './find-browser.ts';
import { type FoundFfmpeg, findFfmpeg } from './find-ffmpeg.ts';
import { type RunCommand, runCommand } from './run-command.ts';
import { detectSystem, type System } from './system.ts';

/** All that `setup` sees of the machine and can do to it. Tests give one of their own. */
export interface Machine {
  env: NodeJS.ProcessEnv;
  system: System;
  isRoot: boolean;
  run: RunCommand;
  findBrowser(): Promise<FoundBrowser | undefined>;
  findFfmpeg(): Promise<FoundFfmpeg | undefined>;
  downloadBrowser(options: Pick<DownloadOptions, 'log' | 'signal'>): Promise<DownloadedBrowser>;
}

/** The machine that this process runs on. */
export async function thisMachine(env: NodeJS.ProcessEnv = process.env): Promise<Machine> {
  return {
    env,
    system: await detectSystem(env),
    isRoot: process.getuid?.() === 0,
    run: runCommand,
    findBrowser: () => findBrowser({ env }),
    findFfmpeg: () => findFfmpeg({ env }),
    downloadBrowser: (options) => downloadBrowser({ ...options, cacheDir: browsersFolder(env) }),
  };
}
