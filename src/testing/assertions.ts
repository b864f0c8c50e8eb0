import { AssertionError } from 'node:assert';
import type { Frame } from '../inspection/frame.ts';
import type { OpenStage } from '../inspection/open-stage.ts';
import { callingFile } from './calling-file.ts';
import { checkDeterminism, type DeterminismOptions } from './check-determinism.ts';
import { type FrameMatchOptions, matchFrame } from './match-frame.ts';
import { matchVideo, type ReceivedVideo, type VideoMatchOptions } from './match-video.ts';
import { nodeRun } from './test-run.ts';
import type { Verdict } from './verdict.ts';

/**
 * `expect(frame).toMatchFrame(name, options)` for `node:test` and other runners without matchers: a frame is as in its golden,
 * which lies beside the test file that calls, and is made when it is missing.
 *
 * @example
 * const stage = await openStage({ scene: 'wave.scene.ts', width: 640, height: 360 });
 * await assertFrame(stage.frame(3), 'wave-3.png');
 * await stage.close();
 * @throws AssertionError when it is not; InputError for what is no frame, no name or no option
 */
export async function assertFrame(
  frame: Frame | Promise<Frame>,
  name: string,
  options?: FrameMatchOptions,
): Promise<void> {
  const file = callingFile();
  assertPass(await matchFrame(await frame, { name, options, run: nodeRun(file) }), assertFrame);
}

/**
 * `expect(video).toMatchVideo(expected, options)` for `node:test` and other runners without matchers.
 *
 * @param expected a manifest, which is made when it is missing, or a video; from the test file's folder
 * @throws AssertionError when it does not match; InputError, EncoderError
 */
export async function assertVideo(
  video: ReceivedVideo | Promise<ReceivedVideo>,
  expected: string,
  options?: VideoMatchOptions,
): Promise<void> {
  const file = callingFile();
  assertPass(await matchVideo(await video, { expected, options, run: nodeRun(file) }), assertVideo);
}

/**
 * `expect(stage).toBeDeterministic(options)` for `node:test` and other runners without matchers.
 *
 * @throws AssertionError when a frame depends on what was drawn before; what `stage.frame` throws
 */
export async function assertDeterministic(
  stage: OpenStage | Promise<OpenStage>,
  options?: DeterminismOptions,
): Promise<void> {
  assertPass(await checkDeterminism(await stage, { options, isNot: false }), assertDeterministic);
}

function assertPass({ pass, message }: Verdict, stackStartFn: (...args: never[]) => unknown): void {
  if (!pass) throw new AssertionError({ message, stackStartFn });
}
