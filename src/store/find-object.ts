import type { Bucket } from './bucket.ts';
import { isAbsent } from './bucket-error.ts';

/** What is known of an object without its content. */
export interface ObjectFacts {
  bytes: number;
  /** What its writer has said of it. */
  metadata: Record<string, string>;
}

/** Asks whether an object is there; undefined when it is not. @throws the SDK's errors */
export async function findObject({ client, sdk, at }: Bucket, name: string): Promise<ObjectFacts | undefined> {
  try {
    const { ContentLength: bytes = 0, Metadata: metadata = {} } = await client.send(
      new sdk.HeadObjectCommand(at(name)),
    );
    return { bytes, metadata };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
