import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { OWNER, OWNER_PATTERN } from './owner.ts';

/** What of the output's name shows: its own name may be as long as names can be. */
const MAX_SHOWN_BYTES = 150;

/** Names of unfinished outputs, and of what lies beside them meanwhile; the groups are the owner's. */
export const PART_NAME = new RegExp(`^\\..*\\.${OWNER_PATTERN}\\.[0-9a-f]{12}\\.part(?:\\.[a-z.]+)?$`, 's');

/** A hidden name that nothing else has, for what shall once have the name of `output`. */
export function partName(output: string): string {
  return `.${shownName(basename(output))}.${OWNER}.${randomBytes(6).toString('hex')}.part`;
}

/** The start of a name, cut where it is too long to have something added. */
export function shownName(name: string): string {
  return Buffer.from(name).subarray(0, MAX_SHOWN_BYTES).toString();
}
