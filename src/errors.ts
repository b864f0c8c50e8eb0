import { type LimitName, settingOf } from './options/limits.ts';

/** Base of all errors that plotreel throws on its own account. An abort rethrows the signal's reason instead. */
export class PlotreelError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The options, the frame source or a file given by the caller are wrong. */
export class InputError extends PlotreelError {
  /** One line per problem. */
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('\n'), options);
    this.problems = list;
  }
}

/** Something went beyond one of the `limits`, which showed only on the way. */
export class LimitError extends PlotreelError {
  /** The field of `limits`. */
  readonly limit: LimitName;
  /** Its value. */
  readonly max: number;

  constructor(limit: LimitName, message: string, { max, ...options }: ErrorOptions & { max: number }) {
    super(`${message} (${settingOf(limit)})`, options);
    this.limit = limit;
    this.max = max;
  }
}

/** The scene file cannot be bundled or loaded, or its `setup` failed. */
export class SceneError extends PlotreelError {
  /** Where in the scene's source it was thrown, innermost first, as lines of a stack; empty when it was not thrown there. */
  readonly places: readonly string[];

  constructor(message: string, { places = [], ...options }: ErrorOptions & { places?: readonly string[] } = {}) {
    super(message, options);
    this.places = places;
    if (places.length > 0) this.stack = [`${this.name}: ${message}`, ...places].join('\n');
  }
}

/** A frame could not be drawn. */
export class FrameError extends PlotreelError {
  /** Index of the frame, as `update` gets it. */
  readonly frame: number;
  /** As in `SceneError`. */
  readonly places: readonly string[];

  constructor(
    frame: number,
    message: string,
    { places = [], ...options }: ErrorOptions & { places?: readonly string[] } = {},
  ) {
    super(`Frame ${frame}: ${message}`, options);
    this.frame = frame;
    this.places = places;
    if (places.length > 0) this.stack = [`${this.name}: ${this.message}`, ...places].join('\n');
  }

  /** As plain data, without a `frame`: Vitest takes that for a piece of code, and prints it in place of the stack. */
  toJSON(): object {
    const { name, message, frame: index, places } = this;
    return { name, message, index, places };
  }
}

/** No browser was found, or it did not start, stopped, or lacks what was asked of it. */
export class BrowserError extends PlotreelError {}

/** ffmpeg is missing, lacks the encoder asked for, or stopped. */
export class EncoderError extends PlotreelError {
  /** ffmpeg's exit code, null when it did not run or was killed. */
  readonly exitCode: number | null;
  /** The end of what ffmpeg printed. */
  readonly stderr: string;

  constructor(message: string, options: ErrorOptions & { exitCode?: number | null; stderr?: string } = {}) {
    const stderr = options.stderr?.trim() ?? '';
    super(stderr === '' ? message : `${message}\n${stderr}`, options);
    this.exitCode = options.exitCode ?? null;
    this.stderr = stderr;
  }
}

/** A disk is full: the output's, or one of the folders for temporary files. */
export class DiskFullError extends PlotreelError {
  /** Folder that has no room. */
  readonly place: string;
  /** Bytes that are needed there, as far as that is known. */
  readonly neededBytes: number;

  /** @param need what the room is needed for */
  constructor(place: string, need: string, { neededBytes, ...options }: ErrorOptions & { neededBytes: number }) {
    super(`No space left in ${place}: ${need}`, options);
    this.place = place;
    this.neededBytes = neededBytes;
  }
}

/** The finished file is not what was asked for, or could not be put in its place. */
export class OutputError extends PlotreelError {}

/** A plan was made with other versions than are here, which would draw or encode its frames otherwise. */
export class VersionMismatchError extends PlotreelError {
  /** One line per difference. */
  readonly differences: readonly string[];

  constructor(differences: readonly string[], options?: ErrorOptions) {
    const advice = 'use the versions that it was made with, or make the plan anew';
    super(`The plan does not fit this machine: ${differences.join('; ')}; ${advice}`, options);
    this.differences = differences;
  }
}

/** The folder or bucket that a plan lies in cannot be used. */
export class StoreError extends PlotreelError {
  /** Whether the same may well succeed later: the network, a server that is busy. Not so: rights, a wrong name. */
  readonly transient: boolean;

  constructor(message: string, { transient, ...options }: ErrorOptions & { transient: boolean }) {
    super(message, options);
    this.transient = transient;
  }
}

/** Redis cannot be reached, or a queue does not do what it should. */
export class QueueError extends PlotreelError {}

/** A segment failed for good on the workers of a queue. */
export class SegmentError extends PlotreelError {
  /** Index of the segment, 0-based. */
  readonly segment: number;
  /** Index of the frame, undefined when it was not one frame that failed. */
  readonly frame: number | undefined;
  /** As in `SceneError`. */
  readonly places: readonly string[];

  constructor(
    segment: number,
    message: string,
    { frame, places = [], ...options }: ErrorOptions & { frame?: number | undefined; places?: readonly string[] } = {},
  ) {
    super(`Segment ${segment}: ${message}`, options);
    this.segment = segment;
    this.frame = frame;
    this.places = places;
  }
}
