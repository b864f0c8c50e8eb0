import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readResources } from '../src/farm/resources.ts';
import { browserVersion } from '../src/install/browser-version.ts';
import { type FoundBrowser, requireBrowser } from '../src/install/find-browser.ts';
import { ffmpegVersion, requireFfmpeg } from '../src/install/find-ffmpeg.ts';
import { runCommand } from '../src/install/run-command.ts';
import { version } from '../src/version.ts';

/** What the numbers depend on. */
export interface Machine {
  cpu: string;
  cores: number;
  /** Bytes. */
  memory: number;
  /** Load average of the last minute, before anything was measured. */
  load: number;
  versions: { node: string; plotreel: string; commit: string | null; plotly: string; chromium: string; ffmpeg: string };
}

export interface BenchTools {
  browser: FoundBrowser;
  /** Executable. */
  ffmpeg: string;
}

/** The browser and the ffmpeg that every measured process uses. */
export async function findBenchTools(): Promise<BenchTools> {
  const [browser, ffmpeg] = await Promise.all([requireBrowser(), requireFfmpeg()]);
  return { browser, ffmpeg: ffmpeg.path };
}

export async function describeMachine({ browser, ffmpeg }: BenchTools): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: (await readResources()).cores,
    memory: totalmem(),
    load: loadavg()[0] ?? 0,
    versions: {
      node: process.versions.node,
      plotreel: version,
      commit: await currentCommit(),
      plotly: await plotlyVersion(),
      chromium: await browserVersion(browser.path),
      ffmpeg: await ffmpegVersion(ffmpeg),
    },
  };
}

async function plotlyVersion(): Promise<string> {
  const manifest = fileURLToPath(import.meta.resolve('plotly.js-dist/package.json'));
  const { version }: { version: string } = JSON.parse(await readFile(manifest, 'utf8'));
  return version;
}

/** With a plus where the working tree differs from it; null outside of a checkout. */
async function currentCommit(): Promise<string | null> {
  const git = (...args: string[]) => runCommand('git', ['-C', import.meta.dirname, ...args]).catch(() => undefined);
  const head = await git('rev-parse', '--short', 'HEAD');
  if (head?.code !== 0) return null;
  const changes = await git('status', '--porcelain', '--untracked-files=no');
  return head.stdout.trim() + (changes?.stdout ? '+' : '');
}
