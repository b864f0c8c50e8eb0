import type { Container } from '../encoder/codecs/container.ts';
import type { ColourTags } from '../encoder/codecs/pixel-layout.ts';

/** What a video's container says. */
export interface VideoFacts {
  container: Container;
  bytes: number;
  frames: number;
  /** Pixels. */
  width: number;
  height: number;
  /** Seconds; 0 for pictures. */
  duration: number;
  /** Frames per second, from the durations of all frames; 0 for pictures. */
  fps: number;
  /** RFC 6381 name of the codec, e.g. avc1.640020; for pictures that of the format. */
  codec: string;
  /** undefined where the container has no tags. */
  colour: ColourTags | undefined;
  alpha: boolean;
  /** How often it plays, 0: for ever; undefined where the container does not say. */
  loopCount: number | undefined;
  /** Whether the index precedes the frames; undefined where there is none. */
  fastStart: boolean | undefined;
}
