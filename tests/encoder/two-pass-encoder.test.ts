import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readVideoFacts } from '../../src/containers/read-video.ts';
import { openOutputEncoder } from '../../src/encoder/open-output-encoder.ts';
import { EncoderError } from '../../src/errors.ts';
import { tempFolder, writeScript } from '../install/temp-folder.ts';
import { renderProcesses, residentBytes } from '../support/processes.ts';
import { encodingOf, ffmpegPath } from './video-files.ts';

const SIZE = { width: 160, height: 120 };
const FPS = { numerator: 20, denominator: 1 };

/** Opens a GIF encoder, what it keeps in the same folder. */
async function openGif(options: { executable?: string; signal?: AbortSignal } = {}) {
  const folder = await tempFolder();
  const output = join(folder, 'out.gif');
  const encoding = encodingOf({ output, fps: FPS });
  const encoder = openOutputEncoder({
    ...{ executable: options.executable ?? (await ffmpegPath()), encoding, target: encoding.target },
    encoder: encoding.codec.encoder(encoding),
    input: { capture: 'canvas', ...SIZE },
    kept: { frames: join(folder, 'frames.nut'), palette: join(folder, 'palette.png') },
    ...{ extraArgs: [], firstNumber: 0, signal: options.signal ?? new AbortController().signal },
  });
  return { encoder, folder, output };
}

/** A frame with a gradient whose colours change from frame to frame. */
function frame(index: number, pixels: Buffer): Buffer {
  for (let i = 0; i < pixels.length; i += 4) {
    const x = (i / 4) % SIZE.width;
    pixels.writeUInt32LE((0xff000000 | ((x + index) & 255) | ((index % 256) << 8) | ((x & 127) << 16)) >>> 0, i);
  }
  return pixels;
}

describe('openTwoPassEncoder()', () => {
  it('makes a GIF of 2,000 frames with one palette, and memory stays as it is', async () => {
    const { encoder, folder, output } = await openGif();
    const pixels = Buffer.alloc(SIZE.width * SIZE.height * 4);
    const memory = () => Math.max(0, ...renderProcesses().map(({ pid }) => residentBytes(pid)));
    let early = 0;
    for (let i = 0; i < 2000; i++) {
      await encoder.write(frame(i, pixels));
      if (i === 200) early = memory();
    }
    const late = memory();
    let encoding = 0;
    const watch = setInterval(() => {
      encoding = Math.max(encoding, memory());
    }, 50);
    await encoder.finish();
    clearInterval(watch);
    // 2,000 frames are 154 MB.
    expect(late - early).toBeLessThan(30e6);
    expect(encoding).toBeLessThan(early + 30e6);
    await encoder.close();
    expect(await readdir(folder)).toEqual(['out.gif']);
    expect(await readVideoFacts(output)).toMatchObject({ frames: 2000, duration: 100, fps: 20, loopCount: 0 });
    expect((await stat(output)).size).toBeGreaterThan(100_000);
  });

  it('removes what it keeps when it is aborted', async () => {
    const controller = new AbortController();
    const { encoder, folder } = await openGif({ signal: controller.signal });
    for (let i = 0; i < 20; i++) await encoder.write(frame(i, Buffer.alloc(SIZE.width * SIZE.height * 4)));
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(encoder.finish()).rejects.toBe(reason);
    await encoder.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('fails with the second pass, and removes what it keeps', async () => {
    const scripts = await tempFolder();
    const real = await ffmpegPath();
    const body = `case "$*" in *paletteuse*) echo "no palette" >&2; exit 3;; *) exec ${real} "$@";; esac`;
    const { encoder, folder } = await openGif({ executable: await writeScript(join(scripts, 'ffmpeg'), body) });
    await encoder.write(frame(0, Buffer.alloc(SIZE.width * SIZE.height * 4)));
    const failure = await encoder.finish().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EncoderError);
    expect(failure).toMatchObject({ exitCode: 3, stderr: 'no palette' });
    await encoder.close();
    expect(await readdir(folder)).toEqual([]);
  });
});
