import { createReadStream } from 'node:fs';
import { OutputError } from '../errors.ts';
import { topLevelBoxes } from './boxes.ts';
import { withByteFile } from './byte-file.ts';

/** Boxes on the way from the index of a file to the places of its frames (ISO/IEC 14496-12, section 8.7.5). */
const ON_THE_WAY: readonly string[] = ['trak', 'mdia', 'minf', 'stbl'];

/** Bytes of a box's length and type. */
const HEAD = 8;

/**
 * The bytes of an MP4 or MOV whose index lies behind its frames, as if it lay in front: so it can be read from a pipe.
 *
 * @throws OutputError when the file has no index
 */
export async function* indexFirst(path: string): AsyncGenerator<Buffer, void> {
  const { boxes, index, at } = await withByteFile(path, async (file) => {
    const { boxes } = await topLevelBoxes(file);
    const moov = boxes.find(({ type }) => type === 'moov');
    if (!moov) throw new OutputError(`${path} has no index`);
    return { boxes, at: moov.at, index: Buffer.from(await file.read(moov.at, moov.length)) };
  });
  // What lies behind the index already stays where it is.
  movePlaces(index.subarray(HEAD), (place) => (place < at ? place + index.length : place));
  const [first, ...rest] = boxes.filter(({ type }) => type !== 'moov');
  if (first) yield* bytesOf(path, first);
  yield index;
  for (const box of rest) yield* bytesOf(path, box);
}

/** Changes in place where frames are said to be. @param content of a box */
function movePlaces(content: Buffer, move: (place: number) => number): void {
  for (let at = 0; at + HEAD <= content.length; ) {
    const length = content.readUInt32BE(at);
    const type = content.toString('latin1', at + 4, at + HEAD);
    const inside = content.subarray(at + HEAD, at + length);
    if (ON_THE_WAY.includes(type)) movePlaces(inside, move);
    else if (type === 'stco' || type === 'co64') moveList(inside, { wide: type === 'co64', move });
    at += Math.max(length, HEAD);
  }
}

/** After version and flags comes how many there are. */
function moveList(list: Buffer, { wide, move }: { wide: boolean; move: (place: number) => number }): void {
  const count = list.readUInt32BE(4);
  for (let i = 0; i < count; i++) {
    if (wide) {
      const at = 8 + 8 * i;
      list.writeBigUInt64BE(BigInt(move(Number(list.readBigUInt64BE(at)))), at);
    } else {
      const at = 8 + 4 * i;
      list.writeUInt32BE(move(list.readUInt32BE(at)), at);
    }
  }
}

async function* bytesOf(path: string, { at, length }: { at: number; length: number }): AsyncGenerator<Buffer, void> {
  yield* createReadStream(path, { start: at, end: at + length - 1, highWaterMark: 1 << 20 });
}
