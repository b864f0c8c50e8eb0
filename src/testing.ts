// `plotreel/testing`: what tests import.
export type { Frame } from './inspection/frame.ts';
export { type FrameOptions, type OpenStage, openStage } from './inspection/open-stage.ts';
export type { StageOptions } from './options.ts';
export type { Attributes, Box, FigureState } from './protocol.ts';
export { assertDeterministic, assertFrame, assertVideo } from './testing/assertions.ts';
export type { DeterminismOptions } from './testing/check-determinism.ts';
export type { Mask } from './testing/mask.ts';
export type { FrameMatchOptions } from './testing/match-frame.ts';
export type { ReceivedVideo, VideoMatchOptions } from './testing/match-video.ts';
export type { PlotreelMatchers } from './testing/matcher-types.ts';
export { matchers } from './testing/matchers.ts';
export { stageFixture } from './testing/stage-fixture.ts';
