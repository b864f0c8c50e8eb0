// What `expect(…)` offers when `matchers` were given to it, for each runner. Vitest's assertions extend Chai's, and both are
// global namespaces: naming them does no harm where neither is installed.
import type { DeterminismOptions } from './check-determinism.ts';
import type { FrameMatchOptions } from './match-frame.ts';
import type { VideoMatchOptions } from './match-video.ts';

/** plotreel's matchers, as tests call them. */
export interface PlotreelMatchers {
  /**
   * A frame of a stage, or a promise of one, is as in its golden: a picture in `__frames__`, beside the test file, which is
   * made when it is missing, but not in CI.
   *
   * @param name of the golden, `wave-12.png`; platform and Chromium's major version are added
   * @example
   * await expect(stage.frame(12)).toMatchFrame('wave-12.png');
   */
  toMatchFrame(name: string, options?: FrameMatchOptions): Promise<void>;
  /**
   * A video, its path or what `renderVideo` returned, is as a manifest of its frames says, or as another video.
   *
   * @param expected a manifest, `.json`, which is made when it is missing, but not in CI; or a video. From the test file's folder
   * @example
   * await expect('out/wave.mp4').toMatchVideo('wave.frames.json', { ssim: 0.995 });
   */
  toMatchVideo(expected: string, options?: VideoMatchOptions): Promise<void>;
  /**
   * A stage's frames have the same pixels in whatever order they are drawn, drawn twice, by another stage, and alone.
   *
   * @example
   * await expect(stage).toBeDeterministic({ frames: [0, 7, 59] });
   */
  toBeDeterministic(options?: DeterminismOptions): Promise<void>;
}

declare global {
  namespace Chai {
    interface Assertion extends PlotreelMatchers {}
  }
  namespace PlaywrightTest {
    // The same names as in Playwright's own declaration, as the language wants it.
    interface Matchers<R, T = unknown> extends PlotreelMatchers {}
  }
}
