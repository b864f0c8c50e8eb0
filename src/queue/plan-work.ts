/** Which plan, and where. */
export interface PlanRef {
  /** Location of its store. */
  location: string;
  /** Its spec hash: another plan may lie there by now. */
  spec: string;
}

/** What comes with a video. */
export interface Extras {
  /** Index of the poster's frame, null: none is wanted. */
  poster: number | null;
  /** Number of frames in the contact sheet, null: none is wanted. */
  contactSheet: number | null;
  /** Whether a manifest of its frames is written. */
  manifest: boolean;
}

/** What workers do with a plan, wherever the jobs come from. */
export interface PlanWork {
  /** Opens what all segments of a plan have in common. The signal ends it for good. */
  openRenderer(plan: PlanRef, options: { signal: AbortSignal }): Promise<SegmentRenderer>;
  /** Joins all segments, and puts the video and its pictures into the store. */
  stitch(plan: PlanRef, options: { extras: Extras; signal: AbortSignal }): Promise<void>;
}

/** Renders segments of one plan, one after the other, with the same stages. */
export interface SegmentRenderer {
  /** Resolves when a valid segment is in the store, whoever has put it there. */
  render(index: number, options: { signal: AbortSignal; onProgress: (frames: number) => void }): Promise<void>;
  close(): Promise<void>;
}
