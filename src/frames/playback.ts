/** Data at one rate, shown in a video of another. */
export interface PlaybackOptions {
  /** Number of samples in the data, a positive integer. */
  count: number;
  /** Samples per second of the data. */
  dataRate: number;
  /** Seconds of data per second of video. @default 1 */
  speed?: number;
  /** Frames per second of the video. */
  fps: number;
}

/**
 * Picks the samples that a video of the data shows: for each video frame the index of the latest sample at its time,
 * floor(k · speed · dataRate / fps), as long as there is one.
 *
 * @example
 * // 500 Hz data in slow motion (1/10), 30 frames/s
 * const frames = playbackFrames({ count: samples.length, dataRate: 500, speed: 0.1, fps: 30 }).map((i) => samples[i]);
 * @throws RangeError when an option is not a positive number
 */
export function playbackFrames({ count, dataRate, speed = 1, fps }: PlaybackOptions): number[] {
  for (const [name, value] of Object.entries({ count, dataRate, speed, fps })) {
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`Expected \`${name}\` to be above 0, got \`${value}\``);
  }
  const step = (speed * dataRate) / fps;
  const frames: number[] = [];
  // The small term keeps 0.1 * 30 from falling below 3.
  for (let k = 0, i = 0; i < count; k++, i = Math.floor(k * step + 1e-9)) frames.push(i);
  return frames;
}
