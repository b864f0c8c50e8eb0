import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sweepTempFolders } from '../disk/sweep.ts';
import { makeTempFolder, removeTempFolder } from '../disk/temp-folder.ts';
import { type BucketOptions, openBucket } from './bucket.ts';
import { isAbsent } from './bucket-error.ts';
import { knowsConditions } from './conditional-writes.ts';
import { findObject } from './find-object.ts';
import { putContent, putFile } from './put-object.ts';
import { readObject } from './read-object.ts';
import type { Store, StoreEntry } from './store.ts';
import { checkStoreName, checkStorePrefix, isStoreName } from './store-name.ts';

/**
 * A store in a bucket of S3, or of a server that speaks as S3 does. An object is there whole or not at all; the first
 * writer of a name wins by a condition that the server checks (`If-None-Match: *`). A server that does not know it is
 * found out at the first write, and a warning says what cannot be promised then.
 *
 * @param location with a scheme, and without a slash at its end
 * @throws InputError when the AWS SDK is not installed
 */
export async function openBucketStore(
  location: { bucket: string; prefix: string },
  options: BucketOptions = {},
): Promise<Store> {
  const bucket = await openBucket(location, options);
  const { guarded, at } = bucket;
  const root = at('').Key;
  let conditions: Promise<boolean> | undefined;
  let sweep: Promise<void> | undefined;

  /** Puts if the name is free. */
  const first = async (name: string, put: (ifFree: boolean) => Promise<boolean>): Promise<boolean> => {
    conditions ??= knowsConditions(bucket);
    const known = await conditions.catch((error: unknown) => {
      conditions = undefined;
      throw error;
    });
    if (known) return put(true);
    return (await findObject(bucket, name)) ? false : put(false);
  };

  return {
    location: bucket.location,

    read: async (name) => {
      checkStoreName(name);
      return guarded(`${name} could not be read`, async () => {
        try {
          return Buffer.concat(await Array.fromAsync(readObject(bucket, name)));
        } catch (error) {
          if (isAbsent(error)) return undefined;
          throw error;
        }
      });
    },

    size: async (name) => {
      checkStoreName(name);
      return (await guarded(`${name} could not be read`, () => findObject(bucket, name)))?.bytes;
    },

    stream: async (name) => {
      checkStoreName(name);
      const what = `${name} could not be read`;
      // Asked for when it is read, so that no connection is left open when it is not.
      if (!(await guarded(what, () => findObject(bucket, name)))) return undefined;
      return explained(readObject(bucket, name), (error) => guarded(what, () => Promise.reject(error)));
    },

    write: async (name, content, { replace = false } = {}) => {
      checkStoreName(name);
      const put = (ifFree: boolean) => putContent(bucket, name, { content, ifFree });
      return guarded(`${name} could not be written`, () => (replace ? put(false) : first(name, put)));
    },

    create: async (name) => {
      checkStoreName(name);
      sweep ??= sweepTempFolders();
      await sweep;
      const folder = await makeTempFolder(tmpdir());
      const path = join(folder, basename(name));
      const discard = () => removeTempFolder(folder);
      return {
        path,
        publish: () =>
          guarded(`${name} could not be written`, async () => {
            const isFirst = await first(name, (ifFree) => putFile(bucket, name, { path, ifFree }));
            await discard();
            return isFirst;
          }),
        discard,
      };
    },

    list: async (prefix) => {
      checkStorePrefix(prefix);
      const { Bucket, Key: Prefix } = at(prefix);
      const entries = await guarded(`${prefix === '' ? 'its files' : prefix} could not be listed`, async () => {
        const found: StoreEntry[] = [];
        const { paginateListObjectsV2 } = bucket.sdk;
        for await (const page of paginateListObjectsV2({ client: bucket.client }, { Bucket, Prefix })) {
          for (const { Key = '', Size = 0 } of page.Contents ?? [])
            found.push({ name: Key.slice(root.length), bytes: Size });
        }
        return found;
      });
      // Others may put what they like beside a plan: empty objects that stand for folders, say.
      return entries.filter(({ name }) => isStoreName(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    remove: async (name) => {
      checkStoreName(name);
      await guarded(`${name} could not be removed`, async () => {
        await bucket.client.send(new bucket.sdk.DeleteObjectCommand(at(name)));
      });
    },
  };
}

async function* explained(
  pieces: AsyncIterable<Buffer>,
  explain: (error: unknown) => Promise<never>,
): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    await explain(error);
  }
}
