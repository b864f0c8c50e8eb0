import type { Packed } from '../frames/pack.ts';
import type { ConsoleMessage } from '../options/stage-options.ts';
import type { CaptureMode, PixelFormat, Updating } from '../protocol.ts';
import type { FontFile } from '../read-fonts.ts';
import type { SceneBundle } from '../scene-bundle/scene-bundle.ts';
import type { LaunchOptions } from './launch-browser.ts';

/** What all stages of a job have in common. */
export interface StageJob {
  scene: SceneBundle;
  props: Packed | null;
  /** CSS pixels. */
  width: number;
  height: number;
  scale: number;
  /** Frames per second. */
  fps: number;
  background: string;
  capture: CaptureMode;
  pixelFormat: PixelFormat;
  reuse: boolean;
  updating: Updating;
  fonts: readonly FontFile[];
  /** Hosts that the page may reach over https, in lower case. */
  allowHosts: readonly string[];
  /** How long loading the page and setting up the scene may take. */
  startTimeoutMs: number;
  frameTimeoutMs: number;
  /** What a stage's processes may take together. */
  memoryBytes: number;
  launch: Omit<LaunchOptions, 'signal' | 'exchangeBytes' | 'allowHosts' | 'memoryBytes'>;
  onConsole: ((message: ConsoleMessage) => void) | undefined;
}
