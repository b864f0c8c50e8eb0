export type {
  CheckCause,
  CheckDifference,
  CheckNotice,
  CheckReport,
  PageError,
} from './check/check-report.ts';
export { type CheckOptions, checkScene } from './check/check-scene.ts';
export type { Drawing } from './check/compare-drawings.ts';
export type { CauseKind } from './check/find-cause.ts';
export type { PictureDifference } from './check/picture-difference.ts';
export type { FrameDifference, VideoComparison } from './comparison/compare-videos.ts';
export type { DiffOptions, VerifyOptions } from './comparison/comparison-options.ts';
export { diffVideos, type FrameStatistics, type VideoDifference } from './comparison/diff-videos.ts';
export { verifyVideo } from './comparison/verify-video.ts';
export {
  BrowserError,
  DiskFullError,
  EncoderError,
  FrameError,
  InputError,
  LimitError,
  OutputError,
  PlotreelError,
  SceneError,
  StoreError,
  VersionMismatchError,
} from './errors.ts';
export { type IndexedParams, indexed } from './frames/indexed.ts';
export { type PlaybackOptions, playbackFrames } from './frames/playback.ts';
export type { Frame } from './inspection/frame.ts';
export { type FrameOptions, type OpenStage, openStage } from './inspection/open-stage.ts';
export type { LimitName } from './options/limits.ts';
export type {
  FrameSource,
  PlanOptions,
  Progress,
  SegmentOptions,
  StageOptions,
  StillOptions,
  StitchOptions,
  VideoOptions,
} from './options/options.ts';
export type { ConsoleMessage } from './options/stage-options.ts';
export type { Attributes, Box, FigureState } from './protocol.ts';
export type { FinishedVideo, RenderResult } from './render-result.ts';
export { renderStill, type StillResult } from './render-still.ts';
export { renderVideo } from './render-video.ts';
export { type PlanResult, plan } from './segments/plan.ts';
export { renderSegment, type SegmentResult } from './segments/render-segment.ts';
export { stitch } from './segments/stitch.ts';
export { version } from './version.ts';
