import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderOnQueue } from '../../src/queue/render-on-queue.ts';
import { plan } from '../../src/segments/plan.ts';
import { renderSegment } from '../../src/segments/render-segment.ts';
import { stitch } from '../../src/segments/stitch.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { startCli } from '../support/cli.ts';
import { NO_REDIS, startRedis } from '../support/redis.ts';
import { fixture } from '../support/scratch.ts';

const signal = new AbortController().signal;

describe.skipIf(NO_REDIS)(`renderOnQueue()${NO_REDIS ? ` (left out: ${NO_REDIS})` : ''}`, () => {
  test('has `plotreel worker` render a plan, to the bytes that this machine would have made alone', async () => {
    const redis = await startRedis();
    const folder = await tempFolder();
    const at = (name: string) => join(folder, name);
    const job = {
      scene: fixture('index-card'),
      ...{ width: 320, height: 180, range: [0, 39] as [number, number], segmentFrames: 20 },
      ...{ output: at('out.mp4'), poster: at('poster.png'), posterFrame: 21, contactSheet: 4 },
    };
    await plan({ ...job, folder: at('plan') });
    const worker = startCli(['worker', '--workers', '1', '--json'], { env: { PLOTREEL_REDIS: redis.url } });
    const result = await renderOnQueue(at('plan'), { redis: redis.url, signal });
    expect(result).toMatchObject({ path: at('out.mp4'), frames: 40, width: 320, height: 180, fps: 30, codec: 'h264' });
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    const events = worker
      .stdout()
      .split('\n')
      .filter(Boolean)
      .map((line): { type: string } => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(['ready', ...Array(3).fill(['started', 'finished']).flat()]);

    await plan({
      ...job,
      output: at('alone.mp4'),
      poster: at('alone.png'),
      contactSheetOutput: at('alone.sheet.png'),
      folder: at('alone'),
    });
    for (const index of [0, 1]) await renderSegment(at('alone'), index, { workers: 1 });
    await stitch(at('alone'));
    const read = (name: string) => readFileSync(at(name));
    expect(read('out.mp4').equals(read('alone.mp4'))).toBe(true);
    expect(read('poster.png').equals(read('alone.png'))).toBe(true);
    expect(read('out.contact-sheet.png').equals(read('alone.sheet.png'))).toBe(true);
  });

  test('brings pictures under the names that were asked for', async () => {
    const redis = await startRedis();
    const folder = await tempFolder();
    const output = join(folder, 'frames', 'card-%d.png');
    const job = { scene: fixture('index-card'), width: 64, height: 36, range: [3, 5] as [number, number], output };
    await plan({ ...job, folder: join(folder, 'plan') });
    startCli(['worker', '--workers', '1', '--redis', redis.url]);
    const result = await renderOnQueue(join(folder, 'plan'), { redis: redis.url, signal });
    expect(result).toMatchObject({ path: output, frames: 3 });
    expect(readFileSync(join(folder, 'frames', 'card-5.png')).length).toBeGreaterThan(0);
  });
});
