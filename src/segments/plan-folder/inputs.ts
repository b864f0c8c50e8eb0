import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isDiskFull } from '../../disk/write-whole.ts';
import { DiskFullError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { sha256Of } from '../bytes/sha256.ts';

/** Where an input of plans lies: by its hash, so that whoever writes it writes the same, and nobody else's file has its name. */
export function inputName(hash: string): string {
  return `inputs/${hash}`;
}

/** Has an input lie in a store, whole. What is there and has another content is replaced. */
export async function putInput(
  store: Store,
  hash: string,
  { bytes, signal }: { bytes: () => AsyncIterable<Uint8Array>; signal: AbortSignal },
): Promise<void> {
  const name = inputName(hash);
  const there = await store.stream(name);
  if (there && (await sha256Of(there)) === hash) return;
  if (there) await store.remove(name);
  const file = await store.create(name);
  try {
    await pipeline(bytes(), createWriteStream(file.path), { signal });
    await file.publish();
  } catch (error) {
    signal.throwIfAborted();
    if (!isDiskFull(error)) throw error;
    throw new DiskFullError(store.location, 'the plan could not be written', { neededBytes: 1, cause: error });
  } finally {
    await file.discard();
  }
}
