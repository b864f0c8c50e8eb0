import type { Encoder } from '../encoder/encoder.ts';
import type { Farm } from '../farm/farm.ts';
import type { NumberedFrame } from '../frames/numbered-frames.ts';
import type { Rewindable } from '../frames/rewindable.ts';
import { orAborted } from '../or-aborted.ts';
import { createReorder } from './reorder.ts';
import { createRoom } from './room.ts';
import { createSpool } from './spool.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface PipelineOptions {
  source: Rewindable<NumberedFrame>;
  farm: Pick<Farm, 'draw' | 'complete' | 'report'>;
  encoder: Encoder;
  /** Index of the first frame. */
  first: number;
  /** Frames between source and encoder at any time. */
  window: number;
  stopwatch: Stopwatch;
  /** Called after each encoded frame. */
  onEncoded: () => void;
  signal: AbortSignal;
}

/**
 * source → farm → reorder → encoder, until the source ends.
 *
 * The source is asked for a frame only when there is room for it, so at most `window` frames exist at once. The first
 * failure of any part ends the others, and is thrown.
 *
 * @returns number of frames encoded
 */
export async function drawFrames(options: PipelineOptions): Promise<number> {
  const { source, farm, encoder, first, window, stopwatch, onEncoded } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const fail = (error: unknown) => stop.abort(error);

  const room = createRoom(window, signal);
  const spool = createSpool();
  const reorder = createReorder({ first, capacity: Math.ceil(window / 2), spool, onSpooled: room.leave, signal });

  const draw = async ({ index, params, repeats }: NumberedFrame) => {
    const mayRepeat = !farm.report.varies && index > first;
    if (repeats && mayRepeat) return reorder.put(index, { repeated: true });
    const frame = await farm.draw({ index, params, previous: params === null && mayRepeat ? index - 1 : null });
    stopwatch.addDraw(frame.times);
    await reorder.put(index, frame);
  };

  const pump = async () => {
    const drawing = new Set<Promise<void>>();
    let pulled = 0;
    while (true) {
      await room.enter();
      const frame = await stopwatch.time('source', () => orAborted(source.next(), signal));
      if (!frame) break;
      pulled++;
      reorder.expect(frame.index);
      const drawn = draw(frame).catch(fail);
      drawing.add(drawn);
      drawn.then(() => drawing.delete(drawn));
    }
    await Promise.all(drawing);
    signal.throwIfAborted();
    reorder.end();
    return pulled;
  };

  const encode = async () => {
    let count = 0;
    let last: { pixels: Buffer; release: () => void } | undefined;
    for await (const { frame, inRoom } of reorder.frames()) {
      if (!frame.repeated) {
        last?.release();
        last = frame;
      }
      const pixels = last?.pixels;
      if (!pixels) throw new RangeError('The first frame repeats nothing');
      await stopwatch.time('encode', () => encoder.write(pixels));
      if (inRoom) room.leave();
      count++;
      onEncoded();
    }
    return count;
  };

  try {
    // A stage that finds the job unfit ends it; one that is not ready when all is drawn is not waited for.
    farm.complete.catch(fail);
    const parts = [pump(), encode()] as const;
    for (const part of parts) part.catch(fail);
    const [pulled, encoded] = await orAborted(Promise.all(parts), signal);
    if (encoded !== pulled) throw new RangeError(`${encoded} of ${pulled} frames were encoded`);
    return encoded;
  } catch (error) {
    fail(error);
    throw signal.reason;
  } finally {
    await spool.close();
  }
}
