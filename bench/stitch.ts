// How long it takes to stitch an hour of video: node bench/stitch.ts [WIDTHxHEIGHT] [ROUNDS]
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { plan, renderSegment, stitch } from '../src/index.ts';
import { type Manifest, manifestName } from '../src/segments/plan-folder/manifest.ts';
import { PLAN, type Plan, specOf } from '../src/segments/plan-folder/plan-file.ts';
import { phases } from './job.ts';

const [size = '1280x720', rounds = '3'] = process.argv.slice(2);
const [width = 0, height = 0] = size.split('x').map(Number);
const FPS = 30;
const SEGMENT_FRAMES = 1800;
const COPIES = (3600 * FPS) / SEGMENT_FRAMES;

const folder = await mkdtemp(join(tmpdir(), 'bench-stitch-'));
try {
  await makeHour();
  const seconds: number[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    const begun = performance.now();
    const { frames, bytes } = await stitch(join(folder, 'job'));
    seconds.push((performance.now() - begun) / 1000);
    console.log({ size, frames, megabytes: Math.round(bytes / 1e6), seconds: seconds.at(-1), load: loadavg()[0] });
  }
  console.log({ medianSeconds: seconds.sort((a, b) => a - b)[seconds.length >> 1] });
} finally {
  await rm(folder, { recursive: true });
}

/** A plan of an hour, all of whose segments are the first minute. */
async function makeHour(): Promise<void> {
  const job = join(folder, 'job');
  await plan({
    scene: resolve(import.meta.dirname, '../examples/wave/wave.scene.ts'),
    frames: phases(SEGMENT_FRAMES),
    output: join(folder, 'hour.mp4'),
    ...{ folder: job, segmentFrames: SEGMENT_FRAMES, fps: FPS, width, height },
  });
  const { file } = await renderSegment(job, 0);
  const minute: Plan = JSON.parse(await readFile(join(job, PLAN), 'utf8'));
  const [segment] = minute.segments;
  if (!segment) throw new Error('The plan is empty');
  const segments = Array.from({ length: COPIES }, (_, i) => ({ ...segment, first: i * SEGMENT_FRAMES }));
  const hour = { ...minute, segments, frames: { ...minute.frames, total: COPIES * SEGMENT_FRAMES } };
  hour.spec = specOf(hour);
  await writeFile(join(job, PLAN), JSON.stringify(hour));
  const manifest: Manifest = JSON.parse(await readFile(join(job, manifestName(minute, 0)), 'utf8'));
  for (const [index, { first }] of segments.entries()) {
    const copy = manifestName(hour, index).replace('.json', '-00000000.mp4');
    await cp(join(job, file), join(job, copy));
    const text = JSON.stringify({ ...manifest, spec: hour.spec, index, first, file: copy });
    await writeFile(join(job, manifestName(hour, index)), text);
  }
}
