import PQueue from 'p-queue';

/** What is known of a stage here. */
interface Room {
  /** How many frames it may be asked for at once. */
  readonly inFlight: number;
}

/** Which stages have room for a frame. */
export interface Places<S extends Room> {
  /** A stage is ready to draw. */
  add(stage: S): void;
  /** A stage gets no more frames. Resolves when those that it has are through. */
  remove(stage: S): Promise<void>;
  /** Runs `work` with the first stage that has room, frames that are `urgent` before others. @throws the signal's reason */
  use<T>(work: (stage: S) => Promise<T>, urgent: boolean): Promise<T>;
}

/** @param signal ends the waiting for a place */
export function createPlaces<S extends Room>(signal: AbortSignal): Places<S> {
  const queue = new PQueue({ concurrency: 1, autoStart: false });
  /** A stage stands here once for each further frame that it can be asked for. */
  const free: S[] = [];
  /** The frames that a stage has; only stages that may get more are keys. */
  const drawing = new Map<S, Set<Promise<unknown>>>();

  const resize = () => {
    const places = [...drawing.keys()].reduce((sum, { inFlight }) => sum + inFlight, 0);
    if (places === 0) {
      queue.pause();
      return;
    }
    queue.concurrency = places;
    queue.start();
  };

  const takePlace = async <T>(work: (stage: S) => Promise<T>): Promise<T> => {
    const stage = free.shift();
    const frames = stage && drawing.get(stage);
    if (!frames) throw new RangeError('No stage has room');
    const drawn = work(stage);
    frames.add(drawn);
    try {
      return await drawn;
    } finally {
      frames.delete(drawn);
      if (drawing.has(stage)) free.push(stage);
    }
  };

  return {
    add: (stage) => {
      drawing.set(stage, new Set());
      for (let i = 0; i < stage.inFlight; i++) free.push(stage);
      resize();
    },
    remove: async (stage) => {
      const frames = drawing.get(stage);
      drawing.delete(stage);
      free.splice(0, free.length, ...free.filter((other) => other !== stage));
      resize();
      await Promise.allSettled(frames ?? []);
    },
    use: (work, urgent) => queue.add(() => takePlace(work), { signal, priority: urgent ? 1 : 0 }),
  };
}
