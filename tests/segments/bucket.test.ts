import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type PlanOptions, plan, renderSegment, stitch } from '../../src/index.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { s3Server } from '../support/s3-server.ts';
import { fixture } from '../support/scratch.ts';

const s3 = s3Server();

/** Plans 25 frames with params of their own at a location, renders all segments and joins them. @returns the video */
async function renderAt(folder: string): Promise<Buffer> {
  const output = join(await tempFolder(), 'card.mp4');
  const options: PlanOptions = {
    ...{ scene: fixture('index-card'), output, folder, width: 320, height: 180, fps: 10 },
    frames: Array.from({ length: 25 }, (_, number) => ({ number })),
    segmentFrames: 10,
  };
  const { segments } = await plan(options);
  expect(segments).toBe(3);
  for (let i = 0; i < segments; i++) await renderSegment(folder, i, { workers: 1 });
  await stitch(folder);
  return readFileSync(output);
}

test('a plan in a bucket gives the same bytes as one in a folder', async () => {
  const [here, there] = [await renderAt(await tempFolder()), await renderAt(s3.location())];
  expect(here.equals(there)).toBe(true);
});
