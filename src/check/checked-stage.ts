/** A picture of a frame. */
export interface DrawnFrame {
  readonly index: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** RGBA, straight alpha. */
  readonly pixels: Buffer;
}

/** What a check asks of a stage. */
export interface CheckedStage {
  frame(index: number): Promise<DrawnFrame>;
  /** A fresh stage of the same job. */
  another(): Promise<CheckedStage>;
  close(): Promise<void>;
}
