import { checkDeterminism, type DeterminismOptions } from './check-determinism.ts';
import { type FrameMatchOptions, matchFrame } from './match-frame.ts';
import { matchVideo, type VideoMatchOptions } from './match-video.ts';
import { type MatcherState, testRunOf } from './test-run.ts';
import type { Verdict } from './verdict.ts';

/** What runners take of a matcher. */
interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/**
 * Matchers for `expect.extend(matchers)`, in Vitest and in `@playwright/test`. What they are is said where they are called:
 * `expect(…).toMatchFrame`.
 */
export const matchers = {
  async toMatchFrame(
    this: MatcherState,
    received: unknown,
    name: string,
    options?: FrameMatchOptions,
  ): Promise<MatcherResult> {
    return asResult(await matchFrame(await received, { name, options, run: await testRunOf(this) }));
  },

  async toMatchVideo(
    this: MatcherState,
    received: unknown,
    expected: string,
    options?: VideoMatchOptions,
  ): Promise<MatcherResult> {
    return asResult(await matchVideo(await received, { expected, options, run: await testRunOf(this) }));
  },

  async toBeDeterministic(this: MatcherState, received: unknown, options?: DeterminismOptions): Promise<MatcherResult> {
    return asResult(await checkDeterminism(await received, { options, isNot: this.isNot === true }));
  },
};

function asResult({ pass, message }: Verdict): MatcherResult {
  return { pass, message: () => message };
}
