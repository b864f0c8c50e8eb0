import { type Content, loadContent } from '../../content.ts';
import { type Environment, readEnvironment } from '../../environment.ts';
import { InputError } from '../../errors.ts';
import { numberFrames } from '../../frames/numbered-frames.ts';
import type { ResolvedJob } from '../../options/options.ts';
import { orAborted } from '../../or-aborted.ts';
import { chooseProbes, type Probes } from '../../probes.ts';
import { selection } from '../../render-once.ts';
import { findTools, type Tools } from '../../tools.ts';
import { sha256 } from '../bytes/sha256.ts';
import { decodeFrames, encodeFrames, type PackedFrame } from '../plan-folder/frame-file.ts';
import type { Plan, Work } from '../plan-folder/plan-file.ts';
import { type SpooledFrames, spoolFrames } from './spool-frames.ts';

/** A job with all that it needs read: what a plan is made of, but for what only a browser tells. */
export interface PreparedJob {
  job: ResolvedJob & { signal: AbortSignal };
  content: Content;
  tools: Tools;
  environment: Environment;
  /** Params of all frames; undefined: the scene's own frames. */
  frames: SpooledFrames | undefined;
  probes: Probes;
  stage: Work['stage'];
  video: Work['video'];
  inputs: Work['inputs'];
  bounds: Plan['bounds'];
  /** Packed things as they lie in the folder. */
  files: { props: Buffer | null; probes: Buffer | null };
  /** Hash of what was asked for. */
  request: string;
}

/** Reads all that a job needs. Once it resolves, `frames.close` must be called. @throws as `renderVideo` before a browser starts */
export async function prepareJob(job: PreparedJob['job']): Promise<PreparedJob> {
  const { signal } = job;
  const tools = await orAborted(findTools(job), signal);
  const [content, environment] = await orAborted(Promise.all([loadContent(job), readEnvironment(tools)]), signal);
  const numbered = content.frames && numberFrames(content.frames, selection(job), job.limits);
  const frames = numbered && (await spoolFrames(numbered, signal));
  try {
    const probes = chooseProbes(content, job.range, frames && (await firstOf(frames, job.limits.paramsBytes)));
    const files = {
      props: content.props && (await packedFile([{ index: 0, params: content.props }])),
      probes: frames ? await packedFile(probes) : null,
    };
    const inputs = {
      scene: sha256(content.scene.code),
      props: files.props && sha256(files.props),
      probes: files.probes && sha256(files.probes),
      fonts: tools.fonts.map(({ bytes }) => sha256(bytes)),
    };
    const [stage, video] = [stageOf(job, tools), videoOf(job)];
    const { startTimeoutMs } = content;
    const bounds = { startTimeoutMs, frameTimeoutMs: job.frameTimeoutMs, limits: job.limits };
    const { range, frameCount, segmentFrames, capture, gl } = job;
    const asked = { range, frameCount, segmentFrames, capture, gl, frames: frames?.hash };
    const request = sha256(JSON.stringify({ environment, stage, video, inputs, asked }));
    return { job, content, tools, environment, frames, probes, stage, video, inputs, bounds, files, request };
  } catch (error) {
    await frames?.close();
    throw error;
  }
}

function stageOf(job: ResolvedJob, { launch: { locale } }: Tools): Work['stage'] {
  const { width, height, scale, reuse, allowHosts } = job;
  return { width, height, scale, reuse, allowHosts, locale };
}

function videoOf(job: ResolvedJob): Work['video'] {
  const { encoding, encoder, ffmpegArgs, pixelFormat, transparent, lossless, loopCount, quality, preset } = job;
  const { numerator, denominator } = encoding.fps;
  return {
    container: encoding.target.container,
    codec: encoding.codec.name,
    fps: `${numerator}/${denominator}`,
    // NVENC's bytes differ from GPU to GPU: it is taken only where it was asked for.
    encoder: encoder === 'nvenc' ? 'nvenc' : 'cpu',
    ...{ ffmpegArgs, pixelFormat, transparent, lossless, loopCount, quality, preset },
  };
}

/** The first frame of a spool, undefined when there is none. */
async function firstOf(frames: SpooledFrames, maxBytes: number): Promise<PackedFrame | undefined> {
  for await (const frame of decodeFrames(frames.file(0, 1), { maxBytes })) return frame;
  return undefined;
}

async function packedFile(frames: Probes | [PackedFrame]): Promise<Buffer> {
  const given = frames.map(({ index, params }) => {
    if (!params) throw new InputError(`Frame ${index} has no params`);
    return { index, params };
  });
  return Buffer.concat(await Array.fromAsync(encodeFrames(given)));
}
