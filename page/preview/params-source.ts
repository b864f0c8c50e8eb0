import type { ParamsReply } from '../../src/preview/protocol.ts';
import type { PackedValue } from '../../src/protocol.ts';
import { server } from './server.ts';

/** Frames whose params are fetched at once, and how many such pieces are kept. */
const PIECE = 64;
const KEPT = 24;

/** The params of frames by their place in the video; those to come are fetched ahead. */
export interface ParamsSource {
  at(position: number): Promise<PackedValue | null>;
}

/** The scene makes them itself. */
export const OWN_PARAMS: ParamsSource = { at: async () => null };

export function createParamsSource(count: number): ParamsSource {
  const pieces = new Map<number, Promise<ParamsReply>>();
  const fetchPiece = (piece: number) => {
    const known = pieces.get(piece);
    if (known) return known;
    const fetching = server.params(piece * PIECE, PIECE);
    pieces.set(piece, fetching);
    fetching.catch(() => pieces.delete(piece));
    const [oldest] = pieces.keys();
    if (pieces.size > KEPT && oldest !== undefined) pieces.delete(oldest);
    return fetching;
  };
  return {
    at: async (position) => {
      const piece = Math.floor(position / PIECE);
      const params = await fetchPiece(piece);
      if ((piece + 1) * PIECE < count) fetchPiece(piece + 1).catch(() => {});
      // Of large params a message holds fewer.
      return params[position % PIECE] ?? (await server.params(position, 1))[0] ?? null;
    },
  };
}
