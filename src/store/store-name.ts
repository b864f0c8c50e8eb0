import { InputError } from '../errors.ts';

/** One part of a name, between slashes. Hidden ones are the stores' own. */
const PART = /^[^./\\:\p{Cc}][^/\\:\p{Cc}]*$/u;

/** Whether a name stays within its store, wherever that is: plans may come from strangers. */
export function isStoreName(name: string): boolean {
  return name.split('/').every((part) => PART.test(part));
}

/** @throws InputError when `isStoreName` says no */
export function checkStoreName(name: string): void {
  if (isStoreName(name)) return;
  throw new InputError(
    `The name ${JSON.stringify(name)} is none for a file of a plan: expected parts with slashes between them, none of ` +
      'which is empty, begins with a dot, or has a colon, a backslash or control characters in it',
  );
}

/** The same for what names begin with, which may end anywhere; '' is all. */
export function checkStorePrefix(prefix: string): void {
  if (prefix !== '') checkStoreName(prefix.endsWith('/') ? `${prefix}x` : prefix);
}
