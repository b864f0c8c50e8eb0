import type { DiskFull, ExchangeRequest, PixelFormat } from '../src/protocol.ts';

export type WriterRequest = { id: number } & (
  | ({ type: 'open' } & ExchangeRequest)
  | { type: 'write'; frame: VideoFrame; slot: number; pixelFormat: PixelFormat }
  | { type: 'read'; slot: number; length: number }
);

export interface WriterReply {
  id: number;
  bytes?: ArrayBuffer;
  error?: string;
  /** The error is that there is no room on disk. */
  diskFull?: DiskFull;
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The page's end of the exchange files, which a dedicated worker owns. */
export interface FrameWriter {
  /** Writes the picture into the slot's frame file and closes it. */
  write(frame: VideoFrame, target: { slot: number; pixelFormat: PixelFormat }): Promise<void>;
  /** The first `length` bytes of the slot's params file. */
  read(slot: number, length: number): Promise<ArrayBuffer>;
}

/** There is no room on disk for a frame. */
export class DiskFullError extends Error {
  readonly facts: DiskFull;

  constructor(message: string, facts: DiskFull) {
    super(message);
    this.facts = facts;
  }
}

/** Opens the exchange files; resolves when their markers are on disk. */
export async function openFrameWriter(request: ExchangeRequest): Promise<FrameWriter> {
  const worker = new Worker(new URL('./frame-writer.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, PromiseWithResolvers<WriterReply>>();
  let lastId = 0;

  worker.onmessage = ({ data }: MessageEvent<WriterReply>) => {
    const pending = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error === undefined) pending?.resolve(data);
    else if (data.diskFull) pending?.reject(new DiskFullError(data.error, data.diskFull));
    else pending?.reject(new Error(data.error));
  };
  worker.onerror = (event) => {
    for (const pending of waiting.values()) pending.reject(new Error(`The frame writer stopped: ${event.message}`));
    waiting.clear();
  };

  const ask = (request: Unnumbered<WriterRequest>, transfer: Transferable[] = []) => {
    const pending = Promise.withResolvers<WriterReply>();
    waiting.set(++lastId, pending);
    worker.postMessage({ ...request, id: lastId }, transfer);
    return pending.promise;
  };

  await ask({ type: 'open', ...request });
  return {
    write: async (frame, { slot, pixelFormat }) => {
      await ask({ type: 'write', frame, slot, pixelFormat }, [frame]);
    },
    read: async (slot, length) => {
      const { bytes } = await ask({ type: 'read', slot, length });
      if (!bytes) throw new Error('The frame writer answered without bytes');
      return bytes;
    },
  };
}
