import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import puppeteer from 'puppeteer-core';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { requireFfmpeg } from '../../src/install/find-ffmpeg.ts';

/** Decodes all frames with ffmpeg. @param input its arguments that open the video. @returns RGBA, straight alpha */
export async function decodeRgba(input: string[], frameBytes: number): Promise<Buffer[]> {
  const ffmpeg = await requireFfmpeg();
  const filter = 'scale=flags=accurate_rnd+full_chroma_int,format=rgba';
  const { stdout } = await promisify(execFile)(
    ffmpeg.path,
    ['-v', 'error', ...input, '-fps_mode', 'passthrough', '-vf', filter, '-f', 'rawvideo', '-'],
    { encoding: 'buffer', maxBuffer: 1 << 30 },
  );
  return Array.from({ length: stdout.length / frameBytes }, (_, i) =>
    stdout.subarray(i * frameBytes, (i + 1) * frameBytes),
  );
}

/** A frame as a browser shows it. */
export interface ShownFrame {
  /** RGBA, straight alpha. */
  pixels: Buffer;
  /** Milliseconds. */
  duration: number;
}

/** Decodes an animated picture with the browser's own decoder: ffmpeg before 8 reads no animated WebP. */
export async function decodeInBrowser(path: string, type: string): Promise<ShownFrame[]> {
  const found = await requireBrowser({});
  const browser = await puppeteer.launch({
    executablePath: found.path,
    headless: found.kind === 'headless-shell' ? 'shell' : true,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    pipe: true,
    protocolTimeout: 30_000,
  });
  try {
    const page = await browser.newPage();
    // The decoder is for secure contexts only.
    await page.setRequestInterception(true);
    page.on('request', (request) => void request.respond({ contentType: 'text/html', body: '' }));
    await page.goto('https://decoder.invalid/');
    const frames = await page.evaluate(decode, (await readFile(path)).toString('base64'), type);
    return frames.map(({ base64, duration }) => ({ pixels: Buffer.from(base64, 'base64'), duration }));
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
async function decode(base64: string, type: string): Promise<{ base64: string; duration: number }[]> {
  const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const decoder = new ImageDecoder({ data, type, premultiplyAlpha: 'none' });
  await decoder.tracks.ready;
  await decoder.completed;
  const count = decoder.tracks.selectedTrack?.frameCount ?? 0;
  const frames: { base64: string; duration: number }[] = [];
  for (let frameIndex = 0; frameIndex < count; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    const pixels = new Uint8Array(image.codedWidth * image.codedHeight * 4);
    // The types do not know of the format yet.
    const rgba: object = { format: 'RGBA' };
    await image.copyTo(pixels, rgba);
    const text = Array.from(pixels, (byte) => String.fromCharCode(byte)).join('');
    frames.push({ base64: btoa(text), duration: Math.round((image.duration ?? 0) / 1000) });
    image.close();
  }
  return frames;
}

/** Peak signal-to-noise ratio of all frames together in dB, of what is seen: colours times alpha. Infinity: equal. */
export function psnr(actual: readonly Buffer[], expected: readonly Buffer[]): number {
  let [sum, count] = [0, 0];
  for (const [frame, pixels] of expected.entries()) {
    const other = actual[frame] ?? Buffer.alloc(0);
    if (other.length !== pixels.length) return 0;
    for (let i = 0; i < pixels.length; i += 4) {
      for (let channel = i; channel < i + 3; channel++) {
        const seen = ((pixels[channel] ?? 0) * (pixels[i + 3] ?? 0)) / 255;
        const shown = ((other[channel] ?? 0) * (other[i + 3] ?? 0)) / 255;
        sum += (seen - shown) ** 2;
        count++;
      }
    }
  }
  return 10 * Math.log10(255 ** 2 / (sum / count));
}

/** The largest difference of any alpha, in levels of 255. */
export function alphaDifference(actual: readonly Buffer[], expected: readonly Buffer[]): number {
  let largest = 0;
  for (const [frame, pixels] of expected.entries()) {
    for (let i = 3; i < pixels.length; i += 4) {
      largest = Math.max(largest, Math.abs((pixels[i] ?? 0) - (actual[frame]?.[i] ?? 0)));
    }
  }
  return largest;
}
