import { av1 } from './av1.ts';
import type { Codec, CodecName, CodecOption } from './codec.ts';
import type { Container } from './container.ts';
import { gif } from './gif.ts';
import { h264 } from './h264.ts';
import { h265 } from './h265.ts';
import { apng, png } from './png.ts';
import { prores } from './prores.ts';
import { vp9 } from './vp9.ts';
import { webp } from './webp.ts';

/** The table of codecs. The first that a container takes is the container's default. */
const TABLE: Record<CodecName, Codec> = { h264, vp9, prores, h265, av1, gif, webp, apng, png };

export function findCodec(name: CodecName): Codec {
  return TABLE[name];
}

/** The codecs that fit into a container, its default first. */
export function codecsFor(container: Container): Codec[] {
  return Object.values(TABLE).filter((codec) => codec.containers.includes(container));
}

/** Titles of the codecs that have an option. */
export function titlesWith(option: CodecOption): string {
  return Object.values(TABLE)
    .filter((codec) => codec.options.includes(option))
    .map((codec) => codec.title)
    .join(', ');
}
