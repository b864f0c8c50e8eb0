import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What asks, and whatever else is installed: a test runner, say. */
const NOT_A_TEST = [dirname(fileURLToPath(import.meta.url)) + sep, `${sep}node_modules${sep}`];
const PLACE = /^\s*at (?:.*\(|async )?((?:file:\/\/|[/\\]|[a-z]:[/\\]).*):\d+:\d+\)?$/i;

/**
 * The file of the test that called, from the stack: the outermost one that is neither plotreel's nor installed. Must be
 * called before anything is awaited.
 */
export function callingFile(): string | undefined {
  const limit = Error.stackTraceLimit;
  // Functions of a test may call each other as deep as they like.
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const { stack = '' } = new Error('Who calls');
  Error.stackTraceLimit = limit;
  return stack
    .split('\n')
    .flatMap((line) => PLACE.exec(line)?.[1] ?? [])
    .map((place) => (place.startsWith('file:') ? fileURLToPath(place) : place))
    .findLast((file) => !NOT_A_TEST.some((part) => file.includes(part)));
}
