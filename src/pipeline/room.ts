/** Places for frames between the source and the encoder: pulled, drawing or waiting for their turn. */
export interface Room {
  /** Waits for a place. @throws the signal's reason when aborted */
  enter(): Promise<void>;
  /** Gives a place back. */
  leave(): void;
}

export function createRoom(places: number, signal: AbortSignal): Room {
  let free = places;
  const waiting: PromiseWithResolvers<void>[] = [];
  signal.addEventListener('abort', () => {
    for (const { reject } of waiting.splice(0)) reject(signal.reason);
  });
  return {
    enter: async () => {
      signal.throwIfAborted();
      if (free > 0) {
        free--;
        return;
      }
      const turn = Promise.withResolvers<void>();
      waiting.push(turn);
      await turn.promise;
    },
    leave: () => {
      const next = waiting.shift();
      if (next) next.resolve();
      else free++;
    },
  };
}
