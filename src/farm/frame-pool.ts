/** Reuses buffers of one size: a render holds as many as there were frames in flight at once, and allocates no more. */
export interface FramePool {
  take(): Buffer;
  give(buffer: Buffer): void;
}

/** @param frameBytes size of each buffer */
export function createFramePool(frameBytes: number): FramePool {
  const free: Buffer[] = [];
  return {
    // Not from Node's shared slab, and not zeroed: each is filled whole.
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(frameBytes),
    give: (buffer) => {
      free.push(buffer);
    },
  };
}
