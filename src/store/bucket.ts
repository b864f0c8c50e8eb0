import type { S3Client } from '@aws-sdk/client-s3';
import { codeOf } from '../caught.ts';
import { InputError } from '../errors.ts';
import { explainBucketError } from './bucket-error.ts';

export type Sdk = typeof import('@aws-sdk/client-s3');

export interface BucketOptions {
  /** Milliseconds without a byte in either direction after which a request is given up. @default 30000 */
  idleMs?: number;
  /** Loads the optional package. @default import('@aws-sdk/client-s3') */
  loadSdk?: () => Promise<Sdk>;
}

/** A bucket, part of a bucket, and what talks to its server. */
export interface Bucket {
  /** s3://bucket/prefix */
  readonly location: string;
  readonly sdk: Sdk;
  readonly client: S3Client;
  /** What each request has to say. */
  at(name: string): { Bucket: string; Key: string };
  /** Runs requests. @throws StoreError that says what could not be done, and why */
  guarded<T>(what: string, work: () => Promise<T>): Promise<T>;
}

/** A server that takes no connection in that time is taken for a dead one. */
const CONNECT_MS = 5000;

/**
 * Connects to a bucket. Region, credentials, endpoint and the number of attempts are found as the AWS SDK finds them.
 *
 * @param location with a scheme, and without a slash at its end
 * @throws InputError when the AWS SDK is not installed
 */
export async function openBucket(
  location: { bucket: string; prefix: string },
  { idleMs = 30_000, loadSdk = () => import('@aws-sdk/client-s3') }: BucketOptions = {},
): Promise<Bucket> {
  const { bucket, prefix } = location;
  const sdk = await loadSdk().catch((error: unknown) => {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError('Plans in a bucket need the AWS SDK: npm install @aws-sdk/client-s3', { cause: error });
  });
  const client = new sdk.S3Client({
    // Servers of one's own have a name of their own, and none for each bucket.
    forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: idleMs },
  });
  const start = prefix === '' ? '' : `${prefix}/`;
  const name = `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
  return {
    location: name,
    sdk,
    client,
    at: (name) => ({ Bucket: bucket, Key: `${start}${name}` }),
    guarded: async (what, work) => {
      try {
        return await work();
      } catch (error) {
        throw explainBucketError(error, { what, bucket, location: name });
      }
    },
  };
}
