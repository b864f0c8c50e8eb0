/** What a worker does, for its log. */
export type WorkerEvent = JobEvent | ConnectionEvent | ProblemEvent;

export interface JobEvent {
  /** 'returned' to the queue: the worker had to end; 'retried' later, after a failure. */
  type: 'started' | 'finished' | 'retried' | 'failed' | 'cancelled' | 'returned';
  /** The plan's store. */
  location: string;
  /** Index of the segment, null when all of them are stitched. */
  segment: number | null;
  /** What went wrong. */
  message?: string;
}

export interface ConnectionEvent {
  /** 'away': Redis is, and is waited for. */
  type: 'ready' | 'away' | 'back';
  /** Where it is. */
  redis: string;
}

export interface ProblemEvent {
  /** Redis refuses something: its memory is full, say, or the user may not write. It is tried again. */
  type: 'problem';
  message: string;
}
