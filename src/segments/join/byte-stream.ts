import { OutputError } from '../../errors.ts';
import { readBytes } from '../bytes/byte-reader.ts';

/** A stream of bytes that is read in pieces of the reader's choice. */
export interface ByteStream {
  /** What the stream is called in errors. */
  name: string;
  /** The next bytes, undefined at the end of the stream. @throws OutputError when it ends within them */
  read(length: number): Promise<Buffer | undefined>;
  /** The next bytes, which must be there. @throws OutputError when they are not */
  need(length: number): Promise<Buffer>;
  /** Passes bytes on as they come. @throws OutputError when the stream ends before the last of them */
  pass(length: number): AsyncGenerator<Buffer>;
  /** Ends the reading of the source, which may not be at its end. */
  close(): Promise<void>;
}

/**
 * More than any header has: the index of a fragment takes 16 bytes a frame. What announces more is broken, and is not
 * gathered in memory.
 */
const MAX_HEADER_BYTES = 1 << 24;

/** Opens a stream of bytes for reading. @param name what it is called in errors, such as 'segment 3' */
export function openByteStream(bytes: AsyncIterable<Buffer>, name: string): ByteStream {
  const reader = readBytes(bytes);
  const cutOff = () => new OutputError(`${name} is cut off`);

  const read = async (length: number): Promise<Buffer | undefined> => {
    if (length > MAX_HEADER_BYTES) throw new OutputError(`${name} is broken: a header of ${length} bytes`);
    const found = await reader.read(length);
    if (found.length === length) return found;
    if (found.length === 0) return undefined;
    throw cutOff();
  };
  return {
    name,
    read,
    need: async (length) => {
      const found = await read(length);
      if (!found) throw cutOff();
      return found;
    },
    pass: async function* (length) {
      for (let missing = length; missing > 0; ) {
        const part = await reader.next(missing);
        if (part.length === 0) throw cutOff();
        missing -= part.length;
        yield part;
      }
    },
    close: reader.close,
  };
}
