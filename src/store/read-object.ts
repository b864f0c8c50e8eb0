import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../caught.ts';
import type { Bucket } from './bucket.ts';

/** The SDK tries again until an answer begins. This is how often one that breaks off is gone on with, in so many bytes. */
const RESUMES = 4;
const RESUMES_IN_BYTES = 1024 * 1024;
const RESUME_MS = 200;
/** As the SDK puts it when it has seen all of an object, and its checksum is another. */
const CHECKSUM_MISMATCH = /^Checksum mismatch/;

/** An object's content piece by piece; what breaks off is gone on with. @throws the SDK's errors */
export async function* readObject({ client, sdk, at }: Bucket, name: string): AsyncGenerator<Buffer> {
  let offset = 0;
  let etag: string | undefined;
  let resumes = 0;
  for (;;) {
    const start = offset;
    // Of the same object, or an error.
    const rest = start > 0 ? { Range: `bytes=${start}-`, IfMatch: etag } : {};
    const object = await client.send(new sdk.GetObjectCommand({ ...at(name), ...rest }));
    const { Body, ContentRange = '' } = object;
    if (!(Body instanceof Readable)) throw new TypeError('the AWS SDK gave no stream');
    etag ??= object.ETag;
    if (start > 0 && !ContentRange.startsWith(`bytes ${start}-`)) {
      Body.destroy();
      throw new Error(`the content broke off after ${start} bytes, and its server sends no rest of one`);
    }
    try {
      for await (const piece of Body) {
        offset += piece.length;
        yield piece;
      }
      return;
    } catch (error) {
      if (offset - start > RESUMES_IN_BYTES) resumes = 0;
      if (CHECKSUM_MISMATCH.test(messageOf(error)) || ++resumes > RESUMES) throw error;
      await delay(RESUME_MS * 2 ** (resumes - 1));
    }
  }
}
