import { InputError } from '../errors.ts';
import { parseMilliseconds } from '../figure/milliseconds.ts';
import { LIMIT_FLAGS } from '../options/limits.ts';

/**
 * The limits that `--limit NAME=VALUE` set. Whether they are possible is checked where all options are.
 *
 * @throws InputError for a name that there is none of, and a value that is none of its kind
 */
export function parseLimits(texts: readonly string[]): Record<string, number> {
  return Object.fromEntries(texts.map(parseLimit));
}

function parseLimit(text: string): [name: string, value: number] {
  const [, flag, value = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (flag === undefined) throw new InputError(`Expected --limit to be NAME=VALUE, such as frames=5000, got '${text}'`);
  const [name] = Object.entries(LIMIT_FLAGS).find(([, known]) => known === flag) ?? [];
  if (name === undefined) {
    throw new InputError(`Unknown limit '${flag}'; --limit takes ${Object.values(LIMIT_FLAGS).join(', ')}`);
  }
  const { parse, what } = name.endsWith('Bytes') ? BYTES : name.endsWith('Ms') ? TIME : COUNT;
  const number = parse(value);
  if (number === undefined) throw new InputError(`Expected --limit ${flag} to be ${what}, got '${value}'`);
  return [name, number];
}

interface Kind {
  parse: (text: string) => number | undefined;
  what: string;
}

const COUNT: Kind = {
  parse: (text) => (Number.isFinite(Number(text)) ? Number(text) : undefined),
  what: 'a number',
};

const TIME: Kind = { parse: parseMilliseconds, what: "a time with its unit, such as '2h' or '90s'" };

/** The package `bytes` takes MB for 1024², which plotreel's messages do not. */
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

const BYTES: Kind = {
  parse: (text) => {
    const [, number, unit = 'b'] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)?\s*$/i.exec(text) ?? [];
    const factor = UNITS[unit.toLowerCase()];
    return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
  },
  what: "bytes, such as '500MB', '2GB' or '4GiB'",
};
