import type { ConsoleMessage } from '../../options/stage-options.ts';
import type { Manifest } from '../plan-folder/manifest.ts';
import type { PackedError } from './packed-error.ts';

/** What a lane is told. */
export type LaneRequest =
  | {
      type: 'open';
      /** Of the plan. */
      location: string;
      workers: number | 'auto';
      /** Lanes that share this machine. */
      lanes: number;
      browser: string | undefined;
      ffmpeg: string | undefined;
      /** Whether it tells what pages write to their consoles. */
      console: boolean;
    }
  | { type: 'render'; index: number };

/** What a lane says. */
export type LaneReply =
  | { type: 'opened' }
  | { type: 'notOpened'; error: PackedError }
  /** One more frame of a segment is encoded. */
  | { type: 'frame'; index: number }
  | { type: 'pulled'; index: number }
  | { type: 'done'; index: number; manifest: Manifest; workers: number }
  | { type: 'failed'; index: number; error: PackedError }
  | { type: 'console'; message: ConsoleMessage };
