import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openStage } from '../../src/farm/stage.ts';
import { pack } from '../../src/frames/pack.ts';
import { encodePng } from '../../src/pictures/encode-png.ts';
import { scratchFolder } from '../support/scratch.ts';
import { stageJob } from '../support/stage-job.ts';

const folder = scratchFolder();

test('a page opens no file of the machine', async ({ task }) => {
  const [text, picture, font] = ['secret.js', 'secret.png', 'secret.woff2'].map((name) => join(folder, name));
  await writeFile(text ?? '', '/* secret */ postMessage(1); export default 1;');
  await writeFile(picture ?? '', encodePng(Buffer.alloc(4, 255), { width: 1, height: 1 }));
  const real = '@fontsource/press-start-2p/files/press-start-2p-latin-400-normal.woff2';
  await copyFile(fileURLToPath(import.meta.resolve(real)), font ?? '');
  const urls = { text: pathToFileURL(text ?? '').href, picture: pathToFileURL(picture ?? '').href };
  const props = pack({ ...urls, font: pathToFileURL(font ?? '').href }, 'props');
  const stage = await openStage(
    await stageJob('local-files', { props, capture: 'screenshot' }),
    new AbortController().signal,
  );
  await stage.close();
  expect(stage.report.ownFrames).toBe(1);
  task.meta.row = { fault: 'a page that asks for file: URLs', seen: 'none is opened' };
});
