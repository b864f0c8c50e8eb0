import { OutputError } from '../errors.ts';
import type { ByteFile } from './byte-file.ts';

/** A box of a file: where it begins, and its length with its head, in bytes. */
export interface Box {
  type: string;
  at: number;
  length: number;
}

/**
 * The boxes that an MP4 or MOV is made of, in order, and its major brand (ISO/IEC 14496-12, section 4.2).
 *
 * @throws OutputError when the last box is not all there
 */
export async function topLevelBoxes(file: ByteFile): Promise<{ boxes: Box[]; brand: string }> {
  const boxes: Box[] = [];
  let brand = '';
  for (let at = 0; at < file.size; ) {
    const head = await file.read(at, 8);
    const type = head.toString('latin1', 4);
    // 1: the length follows in 8 bytes.
    const length =
      head.readUInt32BE(0) === 1 ? Number((await file.read(at + 8, 8)).readBigUInt64BE(0)) : head.readUInt32BE(0);
    if (length < 8) throw new OutputError(`${file.path} has no video track`);
    if (at + length > file.size && boxes.length > 0) throw new OutputError(`${file.path} is cut off`);
    if (type === 'ftyp') brand = (await file.read(at + 8, 4)).toString('latin1');
    boxes.push({ type, at, length });
    at += length;
  }
  return { boxes, brand };
}
