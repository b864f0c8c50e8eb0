import { existsSync } from 'node:fs';
import { EncoderError } from '../errors.ts';
import type { EncoderArgs } from './codecs/codec.ts';
import { highQuality } from './codecs/h264.ts';
import type { Encoding } from './encoding.ts';
import { startFfmpeg } from './start-ffmpeg.ts';

export interface ChosenEncoder extends EncoderArgs {
  /** Why NVENC was not taken although it might have been, undefined otherwise. */
  reason?: string;
}

/**
 * The encoder that `choice` means on this machine. NVENC is for H.264 with 8-bit 4:2:0.
 *
 * NVENC is taken only after it has really encoded something: a GPU without an encoder (A100, H100, H200) or a driver
 * too old fails just there.
 *
 * @throws EncoderError when NVENC was asked for and does not work
 */
export async function chooseEncoder(
  ffmpeg: string,
  choice: 'auto' | 'cpu' | 'nvenc',
  encoding: Encoding,
): Promise<ChosenEncoder> {
  const { codec, pixels, lossless, quality } = encoding;
  const cpu = codec.encoder(encoding);
  const fits = codec.name === 'h264' && pixels.name === 'yuv420p' && !lossless;
  if (!fits || choice === 'cpu' || (choice === 'auto' && !hasNvidiaDriver())) return cpu;
  const nvenc = await tryNvenc(ffmpeg, quality);
  if ('args' in nvenc) return { name: 'h264_nvenc', args: nvenc.args };
  if (choice === 'auto') return { ...cpu, reason: nvenc.problem };
  throw new EncoderError('NVENC was asked for and does not work here; `encoder: "auto"` falls back to x264', {
    stderr: nvenc.problem,
  });
}

/** NVENC's arguments after a trial encode, or what is wrong with it. */
export async function tryNvenc(ffmpeg: string, quality: number): Promise<{ args: string[] } | { problem: string }> {
  const help = await run(ffmpeg, ['-hide_banner', '-h', 'encoder=h264_nvenc']);
  if (!help.output.includes('-preset')) return { problem: 'this ffmpeg has no h264_nvenc encoder' };
  const args = nvencArgs(help.output, quality);
  const trial = await run(
    ffmpeg,
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
      // Smaller frames are refused by the hardware. From stdin: it ends with this process.
      ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', '320x240', '-framerate', '30', '-i', 'pipe:0'],
      ...['-c:v', 'h264_nvenc', ...args],
      ...['-f', 'null', '-'],
    ],
    Buffer.alloc(5 * 320 * 240 * 1.5, 128),
  );
  return trial.exitCode === 0 ? { args } : { problem: trial.output.trim() || `ffmpeg stopped with ${trial.exitCode}` };
}

/** Constant quality, with only such options as this ffmpeg prints for the encoder: they differ between its versions. */
export function nvencArgs(help: string, quality: number): string[] {
  const has = (option: string) => new RegExp(`^\\s+-${option}\\s`, 'm').test(help);
  const hasValue = (value: string) => new RegExp(`^\\s+${value}\\s`, 'm').test(help);
  const args = ['-profile:v', 'high'];
  if (has('preset')) args.push('-preset', hasValue('p5') ? 'p5' : 'slow');
  if (has('rc') && hasValue('vbr')) args.push('-rc', 'vbr');
  // A bit rate of 0 leaves the rate to the quality alone.
  if (has('cq')) args.push('-cq', String(highQuality(quality)), '-b:v', '0');
  else if (has('qp')) args.push('-qp', String(Math.round(quality)));
  return args;
}

/** Linux names the driver's devices so, on bare metal and under WSL. Elsewhere only trying tells. */
function hasNvidiaDriver(): boolean {
  if (process.platform === 'darwin') return false;
  return process.platform !== 'linux' || existsSync('/dev/nvidiactl') || existsSync('/dev/dxg');
}

const TRIAL_TIMEOUT_MS = 10_000;

async function run(
  executable: string,
  args: string[],
  input = Buffer.alloc(0),
): Promise<{ exitCode: number | null; output: string }> {
  const { stdin, stdout, stderr, ended, kill } = startFfmpeg(executable, args);
  const timer = setTimeout(kill, TRIAL_TIMEOUT_MS);
  let output = '';
  stdout.on('data', (text: Buffer) => {
    output += text.toString();
  });
  stdin.end(input);
  const { error, exitCode } = await ended;
  clearTimeout(timer);
  return { exitCode, output: output + (error?.message ?? stderr()) };
}
