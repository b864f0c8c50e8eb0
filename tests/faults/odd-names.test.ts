import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readVideoFacts } from '../../src/containers/read-video.ts';
import { renderVideo } from '../../src/index.ts';
import { fixture, scratchFolder } from '../support/scratch.ts';

const scratch = scratchFolder();
const small = { scene: fixture('index-card'), width: 320, height: 180, workers: 1 };
const range: [number, number] = [0, 2];

/** All that a shell, a URL, a format or an option would take for something else, in one name. */
const ODD = `-i file:%d %05d "q" 'x' $(id) \`id\` ; & | * ? é 日本\n,[a]=b\\`;

describe('names that mean something to shells, URLs and ffmpeg', () => {
  test.for(['mp4', 'gif', 'webm', 'webp'])('.%s, its poster and its contact sheet', async (extension, { task }) => {
    const folder = join(scratch, `${ODD} ${extension}`);
    await mkdir(folder);
    const [output, poster, contactSheetOutput] = [`${ODD}.${extension}`, `${ODD}poster.png`, `${ODD}sheet.png`];
    await renderVideo({
      ...small,
      ...{ range, output: join(folder, output), poster: join(folder, poster) },
      ...{ contactSheet: 2, contactSheetOutput: join(folder, contactSheetOutput) },
    });
    expect((await readdir(folder)).sort()).toEqual([output, poster, contactSheetOutput].sort());
    expect((await readVideoFacts(join(folder, output))).frames).toBe(3);
    task.meta.row = {
      fault: `odd names: .${extension}, poster, contact sheet`,
      seen: 'written under just these names',
    };
  });

  test('a folder of pictures, and a pattern', async () => {
    const folder = join(scratch, `${ODD} frames`);
    await renderVideo({ ...small, range, output: `${folder}/` });
    expect((await readdir(folder)).length).toBe(3);
    const name = ODD.replaceAll('%', '');
    await renderVideo({ ...small, range, output: join(scratch, `${ODD} more`, `${name}%03d.png`) });
    expect((await readdir(join(scratch, `${ODD} more`))).every((file) => file.startsWith(name))).toBe(true);
  });
});
