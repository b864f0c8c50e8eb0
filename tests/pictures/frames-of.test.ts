import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { framesOf } from '../../src/pictures/frames-of.ts';
import { tempFolder, writeScript } from '../install/temp-folder.ts';

it('framesOf() has closed what it reads when it returns, though ffmpeg does not want all of it', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'video'), Buffer.alloc(5e6));
  const executable = await writeScript(join(folder, 'ffmpeg'), 'head -c 4 > /dev/null; printf RGBA');
  const bytes = createReadStream(join(folder, 'video'));
  const footage = { open: () => ({ args: [], bytes, wanted: [0] }), frames: 1, width: 1, height: 1 };
  const { signal } = new AbortController();
  const pictures = await framesOf(footage, { executable, indices: [0], width: 1, height: 1, signal });
  expect(pictures).toEqual([Buffer.from('RGBA')]);
  expect(bytes.closed).toBe(true);
});
