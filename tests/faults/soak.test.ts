import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RenderResult, renderVideo, type VideoOptions } from '../../src/index.ts';
import { renderProcesses, residentBytes } from '../support/processes.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';

const folder = scratchFolder();
const FRAMES = 10_000;
const MB = 1e6;
const TIMEOUT_MS = 15 * 60_000;

function render(name: string, onProgress: VideoOptions['onProgress']): Promise<RenderResult> {
  const frames = Array.from({ length: FRAMES }, (_, number) => ({ number }));
  const output = join(folder, `${name}.mp4`);
  return renderVideo({ scene: fixture('index-card'), frames, output, width: 160, height: 90, workers: 2, onProgress });
}

const sha256 = ({ path }: RenderResult) => createHash('sha256').update(readFileSync(path)).digest('hex');
const renderers = () => renderProcesses().filter(({ command }) => command.includes('--type=renderer'));
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How much more there is in the last quarter than in the second: what grows without end grows in all of them. */
function growth(samples: readonly number[]): number {
  const quarter = Math.floor(samples.length / 4);
  return median(samples.slice(3 * quarter)) - median(samples.slice(quarter, 2 * quarter));
}

let undisturbed: RenderResult | undefined;

test('10,000 frames: the memory of Node and of the pages stays as it is', { timeout: TIMEOUT_MS }, async ({ task }) => {
  const node: number[] = [];
  const pages: number[] = [];
  undisturbed = await render('calm', () => {
    node.push(process.memoryUsage().rss);
    pages.push(Math.max(...renderers().map(({ pid }) => residentBytes(pid))));
  });
  expect(undisturbed).toMatchObject({ frames: FRAMES, notes: [] });
  const [ofNode, ofPages] = [growth(node), growth(pages)].map((bytes) => Math.round(bytes / MB));
  // A single frame that stayed behind each time would be 200 MB in the 5,000 between.
  expect(ofNode).toBeLessThan(80);
  expect(ofPages).toBeLessThan(80);
  task.meta.row = {
    fault: '10,000 frames',
    seen: `in 5,000 of them Node grew by ${ofNode} MB, its largest page by ${ofPages} MB`,
  };
});

test('10,000 frames with a kill every three seconds: the same bytes', { timeout: TIMEOUT_MS }, async ({ task }) => {
  let killed = 0;
  const kill = () => {
    // Of all that a render has but ffmpeg, in turn.
    const processes = renderProcesses().filter(({ command }) => !command.includes('ffmpeg'));
    const victim = processes[(killed * 7) % Math.max(1, processes.length)];
    if (!victim) return;
    process.kill(victim.pid, 'SIGKILL');
    killed++;
  };
  const timer = setInterval(kill, 3000);
  try {
    const result = await render('soaked', undefined);
    expect(killed).toBeGreaterThan(5);
    if (undisturbed) expect(sha256(result)).toBe(sha256(undisturbed));
    expect(result.frames).toBe(FRAMES);
    expect(renderProcesses()).toEqual([]);
    expect(leftovers()).toEqual([]);
    task.meta.row = { fault: `10,000 frames, ${killed} processes killed`, seen: `same bytes; ${result.notes.join()}` };
  } finally {
    clearInterval(timer);
  }
});
