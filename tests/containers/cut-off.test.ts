import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readVideoFacts } from '../../src/containers/read-video.ts';
import { OutputError } from '../../src/errors.ts';
import { ffmpeg } from '../encoder/video-files.ts';
import { tempFolder } from '../install/temp-folder.ts';

// It ends by itself: a palette over a source without end takes all memory.
const SOURCE = ['-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=25:duration=0.48'];
const GIF = ['-filter_complex', 'split[a][b];[a]palettegen[p];[b][p]paletteuse'];

describe.each<[file: string, args: string[], facts: object]>([
  ['video.webm', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-pix_fmt', 'yuv420p'], { container: 'webm' }],
  ['video.mov', ['-c:v', 'prores_ks', '-profile:v', '4444'], { container: 'mov' }],
  ['video.gif', [...GIF, '-loop', '4'], { container: 'gif', loopCount: 5 }],
  ['video.webp', ['-c:v', 'libwebp_anim', '-lossless', '1', '-loop', '3'], { container: 'webp', loopCount: 3 }],
  ['video.apng', ['-c:v', 'apng', '-plays', '2', '-f', 'apng'], { container: 'apng', loopCount: 2 }],
])('readVideoFacts() of %s', (file, args, facts) => {
  it('reads what is in it, and refuses it when its end is missing', { timeout: 30_000 }, async () => {
    const path = join(await tempFolder(), file);
    await ffmpeg([...SOURCE, ...args, path]);
    const whole = await readVideoFacts(path);
    expect(whole).toMatchObject({ ...facts, frames: 12, width: 160, height: 90 });
    expect(whole.duration).toBeCloseTo(0.48, 2);
    const content = await readFile(path);
    for (const length of [9, 40, Math.round(content.length / 3), content.length - 100, content.length - 1]) {
      await writeFile(path, content.subarray(0, length));
      await expect(readVideoFacts(path), `${length} of ${content.length} bytes`).rejects.toBeInstanceOf(OutputError);
    }
  });
});

describe('readVideoFacts() of a picture', () => {
  it('is one frame without time', async () => {
    const path = join(await tempFolder(), 'picture.png');
    await ffmpeg([...SOURCE, '-frames:v', '1', '-pix_fmt', 'rgba', path]);
    expect(await readVideoFacts(path)).toMatchObject({ container: 'png', frames: 1, duration: 0, fps: 0, alpha: true });
  });
});
