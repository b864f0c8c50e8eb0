import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { readResources } from '../farm/resources.ts';
import { planStages } from '../farm/worker-count.ts';
import { cacheFolder } from '../install/cache-folder.ts';
import { findFonts } from '../install/fonts.ts';
import { runCommand } from '../install/run-command.ts';
import { type Finding, look, type Observation } from './finding.ts';

const MB = 1024 ** 2;

/** Fonts, cores, memory and room for files. */
export async function examineMachine(): Promise<Finding[]> {
  const linux = process.platform === 'linux';
  return [
    // macOS and Windows bring theirs.
    ...(linux ? [await look('fonts', examineFonts)] : []),
    await look('cores', examineCores),
    await look('memory', examineMemory),
    ...(linux ? [await look('/dev/shm', examineSharedMemory)] : []),
    await look('temporary', () =>
      examineFolder(tmpdir(), {
        // Profiles of 64 MB and their frames lie here when /dev/shm has no room.
        wanted: 500 * MB,
        advice:
          'Browser profiles may have to lie here: make room, or set TMPDIR to a folder with room that can be written.',
      }),
    ),
    await look('cache', () =>
      examineFolder(cacheFolder(), {
        // Bundled scenes; data that a scene imports is in them.
        wanted: 50 * MB,
        advice: 'Rendering starts slower without it: make room, or set PLOTREEL_CACHE to a folder that can be written.',
      }),
    ),
  ];
}

async function examineFonts(): Promise<Observation> {
  const { fontconfig, families, sansSerif } = await findFonts(runCommand);
  const advice = 'Install fonts: `npx plotreel setup --with-deps`, or the package fonts-liberation.';
  if (!fontconfig) return { status: 'warning', text: 'unknown without `fc-list`; text may be missing', advice };
  if (!sansSerif) return { status: 'warning', text: `${families} families, none without serifs`, advice };
  return { status: 'ok', text: `${families} families` };
}

async function examineCores(): Promise<Observation> {
  const { cores } = await readResources();
  const all = cpus().length;
  return { status: 'ok', text: cores < all ? `${cores} of ${all}, by a limit on this process` : `${cores}` };
}

async function examineMemory(): Promise<Observation> {
  const resources = await readResources();
  const { memory } = resources;
  const needs = { frames: undefined, pixels: 1280 * 720, propsBytes: 0, paramsBytes: 0 };
  const { workers } = planStages('auto', needs, resources);
  const text = `${size(memory)} available, so at most ${workers} stages of 720p at once`;
  // A stage of 400 MB, Node and ffmpeg with 150 MB each.
  if (memory > 700 * MB) return { status: 'ok', text };
  return {
    status: 'warning',
    text,
    advice: 'Give plotreel at least 1 GB: `docker run --memory 1g`, or close other programs.',
  };
}

async function examineSharedMemory(): Promise<Observation> {
  const free = await freeSpace('/dev/shm');
  // launch-browser.ts asks for four times a profile of 64 MB and two frames, here of 1080p.
  if (free > 4 * (64 * MB + 2 * 1920 * 1080 * 4)) return { status: 'ok', text: `${size(free)} free` };
  return {
    status: 'warning',
    text: `${size(free)} free, so frames pass through the temporary folder`,
    advice: 'Frames are fastest in memory: `docker run --shm-size 1g`.',
  };
}

async function examineFolder(
  folder: string,
  { wanted, advice }: { wanted: number; advice: string },
): Promise<Observation> {
  const existing = await nearestFolder(folder);
  const free = await freeSpace(existing);
  const text = `${size(free)} free in ${folder}`;
  const writable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) return { status: 'warning', text: `${folder} cannot be written`, advice };
  return free < wanted ? { status: 'warning', text, advice } : { status: 'ok', text };
}

/** The folder itself, or the nearest above it that is there. */
async function nearestFolder(folder: string): Promise<string> {
  try {
    await access(folder);
    return folder;
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return await nearestFolder(dirname(folder));
  }
}

async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function size(bytes: number): string {
  return bytes < 1000 * MB ? `${Math.round(bytes / MB)} MB` : `${(bytes / 1024 / MB).toFixed(1)} GB`;
}
