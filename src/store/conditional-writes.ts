import type { Bucket } from './bucket.ts';
import { statusOf } from './bucket-error.ts';
import { putContent } from './put-object.ts';

/** The code of the warning that a server cannot tell who was first. */
export const NO_CONDITIONS = 'PLOTREEL_NO_CONDITIONAL_WRITES';

/** An empty object that is written for the answer; hidden, so that no plan has it. */
const TRIAL = '.conditional-writes';
const NOT_IMPLEMENTED = 501;

/**
 * Finds out whether a server knows conditional writes, by one: one that does not takes the same name twice. Where it
 * does not, a warning says what that means.
 *
 * @throws the SDK's errors
 */
export async function knowsConditions(bucket: Bucket): Promise<boolean> {
  for (let trial = 1; trial <= 2; trial++) {
    try {
      if (!(await putContent(bucket, TRIAL, { content: '', ifFree: true }))) return true;
    } catch (error) {
      if (statusOf(error) !== NOT_IMPLEMENTED) throw error;
      break;
    }
  }
  process.emitWarning(
    `The server of ${bucket.location} does not know conditional writes (If-None-Match). Files are written whole; but ` +
      'of two machines that write the same one in the same moment both are told that theirs is kept, and the last one is',
    { code: NO_CONDITIONS },
  );
  return false;
}
