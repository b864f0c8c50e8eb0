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
import { s3Server } from '../support/s3-server.ts';
import { fixture } from '../support/scratch.ts';

const s3 = s3Server();
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
      manifest: at('out.frames.json'),
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
      manifest: at('alone.frames.json'),
      folder: at('alone'),
    });
    for (const index of [0, 1]) await renderSegment(at('alone'), index, { workers: 1 });
    await stitch(at('alone'));
    const read = (name: string) => readFileSync(at(name));
    expect(read('out.mp4').equals(read('alone.mp4'))).toBe(true);
    expect(read('poster.png').equals(read('alone.png'))).toBe(true);
    expect(read('out.frames.json').equals(read('alone.frames.json'))).toBe(true);
    expect(read('out.contact-sheet.png').equals(read('alone.sheet.png'))).toBe(true);
  });

  test('renders nothing twice when the same is asked for under another name, with a poster', async () => {
    const redis = await startRedis();
    const folder = await tempFolder();
    const at = (name: string) => join(folder, name);
    const worker = startCli(['worker', '--workers', '1', '--redis', redis.url, '--json']);
    const render = async (...args: string[]) => {
      const video = ['render', fixture('index-card'), '--size', '64x36', '--range', '0-9', '--store', at('plans')];
      const run = startCli([...video, '--redis', redis.url, ...args]);
      expect(await run.ended).toBe(0);
    };
    await render('-o', at('first.mp4'));
    const segments = worker.stdout().match(/"finished"/g);
    await render('-o', at('second.mp4'), '--poster', at('poster.png'), '--poster-frame', '3');
    expect(readFileSync(at('second.mp4')).equals(readFileSync(at('first.mp4')))).toBe(true);
    expect(readFileSync(at('poster.png')).length).toBeGreaterThan(0);
    // One more stitching, and no segment.
    expect(worker.stdout().match(/"finished"/g)).toHaveLength((segments?.length ?? 0) + 1);
  });

  test('takes plans that lie in a bucket', async () => {
    const redis = await startRedis();
    const output = join(await tempFolder(), 'out.gif');
    const job = { scene: fixture('index-card'), width: 64, height: 36, range: [0, 4] as [number, number], output };
    const { folder } = await plan({ ...job, folder: s3.location() });
    startCli(['worker', '--workers', '1', '--redis', redis.url]);
    const result = await renderOnQueue(folder, { redis: redis.url, signal });
    expect(result).toMatchObject({ path: output, frames: 5, codec: 'gif' });
    expect(readFileSync(output).length).toBe(result.bytes);
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
