import { InputError } from '../errors.ts';
import type { Frame } from '../inspection/frame.ts';
import type { OpenStage } from '../inspection/open-stage.ts';

/** The frame that a test gave. @throws InputError when it is none */
export function receivedFrame(frame: unknown): Frame {
  if (isFrame(frame)) return frame;
  throw new InputError(`Expected a frame of a stage, \`stage.frame(12)\`, got ${describe(frame)}`);
}

/** The stage that a test gave. @throws InputError when it is none */
export function receivedStage(stage: unknown): OpenStage {
  if (isStage(stage)) return stage;
  throw new InputError(`Expected a stage, \`await openStage({ scene })\`, got ${describe(stage)}`);
}

/** The path of the video that a test gave: it, or what `renderVideo` returned. @throws InputError when it is neither */
export function receivedVideo(video: unknown): string {
  if (typeof video === 'string' && video !== '') return video;
  if (isObject(video) && 'path' in video && typeof video.path === 'string') return video.path;
  throw new InputError(`Expected the path of a video, or what \`renderVideo\` returned, got ${describe(video)}`);
}

function isFrame(value: unknown): value is Frame {
  return isObject(value) && 'pixels' in value && 'boxes' in value && 'chromium' in value;
}

function isStage(value: unknown): value is OpenStage {
  return isObject(value) && 'frame' in value && 'another' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  return isObject(value) ? 'another object' : String(value);
}
