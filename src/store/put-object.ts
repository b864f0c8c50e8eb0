import { randomUUID } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { CompletedPart } from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';
import { statusOf } from './bucket-error.ts';
import { findObject } from './find-object.ts';

/** Larger files go in parts of this size, one at a time in memory; smaller ones in one request. */
const PART_BYTES = 16 * 1024 * 1024;
/** S3 takes no more. */
const MAX_PARTS = 10_000;
/** While another writes the same name, S3 may answer that it is not decided yet. */
const CONFLICT_ATTEMPTS = 6;
const CONFLICT_MS = 200;
/** Where an object says which call has written it. */
const WRITER = 'plotreel-writer';

const PRECONDITION_FAILED = 412;
const CONFLICT = 409;
const NOT_FOUND = 404;

export interface PutOptions {
  /** Whether the name must be free. */
  ifFree: boolean;
}

/** Writes an object in one request. @returns false when its name must be free and is not. @throws the SDK's errors */
export function putContent(
  bucket: Bucket,
  name: string,
  { content, ifFree }: PutOptions & { content: string | Uint8Array },
): Promise<boolean> {
  return untilDecided(bucket, name, async (writer) => {
    const { PutObjectCommand } = bucket.sdk;
    // Bytes and not a stream: the SDK sends them again when the connection fails. Their CRC-32 goes with them.
    const Body = typeof content === 'string' ? Buffer.from(content) : content;
    await bucket.client.send(new PutObjectCommand({ ...bucket.at(name), Body, ...writer, ...condition(ifFree) }));
  });
}

/** Writes a file, of any size. @returns false when the name was taken. @throws the SDK's errors, and Node's */
export async function putFile(
  bucket: Bucket,
  name: string,
  { path, ifFree }: PutOptions & { path: string },
): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size <= PART_BYTES) return await putContent(bucket, name, { content: await file.readFile(), ifFree });
    return await untilDecided(bucket, name, (writer) => putParts(bucket, name, { file, size, writer, ifFree }));
  } finally {
    await file.close();
  }
}

type Writer = { Metadata: Record<string, string> };

/** Puts until the server has said whether the name was free. */
async function untilDecided(bucket: Bucket, name: string, put: (writer: Writer) => Promise<void>): Promise<boolean> {
  const id = randomUUID();
  for (let attempt = 1; ; attempt++) {
    try {
      await put({ Metadata: { [WRITER]: id } });
      return true;
    } catch (error) {
      const status = statusOf(error);
      // When the answer was lost, the SDK has put again, and found its own object there, or its upload ended.
      const mayBeMine = status === PRECONDITION_FAILED || status === NOT_FOUND;
      if (mayBeMine && (await findObject(bucket, name))?.metadata[WRITER] === id) return true;
      if (status === PRECONDITION_FAILED) return false;
      if (status !== CONFLICT || attempt === CONFLICT_ATTEMPTS) throw error;
    }
    await delay(CONFLICT_MS * 2 ** (attempt - 1));
  }
}

interface Parts {
  file: FileHandle;
  size: number;
  writer: Writer;
  ifFree: boolean;
}

/** Writes a file part by part: the object is there when the last request is done, and not before. */
async function putParts(bucket: Bucket, name: string, { file, size, writer, ifFree }: Parts): Promise<void> {
  const { client, sdk } = bucket;
  const key = bucket.at(name);
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({ ...key, ...writer }));
  try {
    const buffer = Buffer.allocUnsafe(Math.max(PART_BYTES, Math.ceil(size / MAX_PARTS)));
    const done: CompletedPart[] = [];
    for (let start = 0; start < size; start += buffer.byteLength) {
      const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, start);
      const part = { ...key, UploadId, PartNumber: done.length + 1, Body: buffer.subarray(0, bytesRead) };
      const { ETag, ChecksumCRC32 } = await client.send(new sdk.UploadPartCommand(part));
      done.push({ ETag, ChecksumCRC32, PartNumber: part.PartNumber });
    }
    const all = { ...key, UploadId, MultipartUpload: { Parts: done }, ...condition(ifFree) };
    await client.send(new sdk.CompleteMultipartUploadCommand(all));
  } catch (error) {
    // Parts cost money until they are given up. Where that fails too, it is the bucket's rules that remove them.
    await client.send(new sdk.AbortMultipartUploadCommand({ ...key, UploadId })).catch(() => {});
    throw error;
  }
}

function condition(ifFree: boolean): { IfNoneMatch?: '*' } {
  return ifFree ? { IfNoneMatch: '*' } : {};
}
