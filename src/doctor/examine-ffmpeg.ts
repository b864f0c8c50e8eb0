import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../caught.ts';
import { makeTempFolder, removeTempFolder } from '../disk/temp-folder.ts';
import { checkVideo } from '../encoder/check-video.ts';
import { tryNvenc } from '../encoder/choose-encoder.ts';
import { planEncoding } from '../encoder/encoding.ts';
import { openOutputEncoder } from '../encoder/open-output-encoder.ts';
import { InputError } from '../errors.ts';
import { type FoundFfmpeg, ffmpegVersion, findFfmpeg } from '../install/find-ffmpeg.ts';
import { type Finding, look, type Observation } from './finding.ts';

/** ffmpeg, and what it can encode. */
export async function examineFfmpeg(explicit: string | undefined, signal: AbortSignal): Promise<Finding[]> {
  const { observation, ffmpeg } = await lookForFfmpeg(explicit);
  const found: Finding = { area: 'ffmpeg', ...observation };
  if (!ffmpeg) return [found];
  const nvenc = await look('h264_nvenc', () => examineNvenc(ffmpeg.path));
  const x264 = await look('libx264', () => examineX264(ffmpeg.path, { replaceable: nvenc.status === 'ok', signal }));
  return [found, x264, nvenc];
}

const SOURCES = {
  option: 'named by --ffmpeg',
  environment: 'named by PLOTREEL_FFMPEG',
  'ffmpeg-static': 'from the package ffmpeg-static',
  path: 'on PATH',
};

async function lookForFfmpeg(
  explicit: string | undefined,
): Promise<{ observation: Observation; ffmpeg?: FoundFfmpeg }> {
  let ffmpeg: FoundFfmpeg | undefined;
  try {
    ffmpeg = await findFfmpeg({ explicit });
  } catch (error) {
    const advice = 'Correct the path, or leave it out to have ffmpeg looked for.';
    return { observation: { status: 'problem', text: messageOf(error), advice } };
  }
  if (ffmpeg === undefined) {
    const advice = 'Run `npx plotreel setup --with-deps`, or name one with --ffmpeg or with PLOTREEL_FFMPEG.';
    return { observation: { status: 'problem', text: 'found no ffmpeg', advice } };
  }
  try {
    const version = await ffmpegVersion(ffmpeg.path);
    return { observation: { status: 'ok', text: `${version}, ${ffmpeg.path} (${SOURCES[ffmpeg.source]})` }, ffmpeg };
  } catch (error) {
    const advice = 'Name another one with --ffmpeg or with PLOTREEL_FFMPEG.';
    return { observation: { status: 'problem', text: messageOf(error), advice } };
  }
}

async function examineX264(
  ffmpeg: string,
  { replaceable, signal }: { replaceable: boolean; signal: AbortSignal },
): Promise<Observation> {
  try {
    await encodeGrey(ffmpeg, signal);
    return { status: 'ok', text: 'works' };
  } catch (error) {
    return {
      status: replaceable ? 'warning' : 'problem',
      text: messageOf(error),
      advice: 'Name an ffmpeg that has libx264 with --ffmpeg or with PLOTREEL_FFMPEG; Debian’s and ffmpeg-static’s do.',
    };
  }
}

const SIDE = 64;
const FRAMES = 5;

/** Encodes a few frames as a render does. @throws EncoderError, OutputError when that is not the video asked for */
async function encodeGrey(ffmpeg: string, signal: AbortSignal): Promise<void> {
  const folder = await makeTempFolder(tmpdir());
  try {
    const encoding = planEncoding({ output: join(folder, 'grey.mp4') });
    if (Array.isArray(encoding)) throw new InputError(encoding);
    const encoder = openOutputEncoder({
      executable: ffmpeg,
      input: { capture: 'canvas', width: SIDE, height: SIDE },
      ...{ encoding, encoder: encoding.codec.encoder(encoding), target: encoding.target, signal },
      ...{ kept: undefined, extraArgs: [], firstNumber: 0 },
    });
    try {
      const grey = Buffer.alloc((SIDE * SIDE * 3) / 2, 128);
      for (let i = 0; i < FRAMES; i++) await encoder.write(grey);
      await encoder.finish();
    } finally {
      await encoder.close();
    }
    await checkVideo(encoding.target, { encoding, frames: FRAMES, width: SIDE, height: SIDE });
  } finally {
    await removeTempFolder(folder);
  }
}

async function examineNvenc(ffmpeg: string): Promise<Observation> {
  const result = await tryNvenc(ffmpeg, 18);
  if ('args' in result) return { status: 'ok', text: 'works' };
  // The first line says why; it begins with the encoder's name and address.
  const [why = ''] = result.problem.split('\n');
  return { status: 'absent', text: `the CPU encodes instead: ${why.replace(/^\[.*?\] /, '')}` };
}
