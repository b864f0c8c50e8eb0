import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** What becomes of a file's bytes as a whole. */
const ENCODINGS = {
  mark: (bytes: Buffer) => Buffer.concat([Buffer.from('\ufeff'), bytes]),
  'utf-16': (bytes: Buffer) => Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le'),
  'utf-16 unmarked': (bytes: Buffer) => Buffer.from(bytes.toString(), 'utf16le'),
  latin1: (bytes: Buffer) => Buffer.from(bytes.toString(), 'latin1'),
  gzip: (bytes: Buffer) => gzipSync(bytes),
};

/** What is done at a place: the bytes before it and behind it become those of a file. */
const CUTS = {
  cut: (before: Buffer) => before,
  // Keys come twice, brackets do not match.
  double: (before: Buffer, after: Buffer) => Buffer.concat([before, before.subarray(before.length / 2), after]),
  brackets: (before: Buffer, after: Buffer) => Buffer.concat([before, Buffer.from('['.repeat(20_000)), after]),
};

/** A change of a file's bytes. `at` is its place in thousandths of the length. */
export type Damage =
  | { damage: 'cut'; kind: keyof typeof CUTS; at: number }
  | { damage: 'flip'; at: number; bit: number }
  | { damage: 'insert'; at: number; text: string }
  | { damage: 'encode'; kind: keyof typeof ENCODINGS }
  | { damage: 'page'; call: string; tail: string };

const TOKENS = [...',"}][{:-', 'NaN', 'Infinity', '1e999', '\\u', '\\ud800', '\u0000', '//', '/*', '"data":1,'];
const CALLS = ['newPlot("a",', 'newPlot("a",[],', 'react(f(),', 'addFrames("a",', 'newPlot('];
const TAILS = [
  ...['', '</script>', ')</script>', '));</script><script>Plotly.newPlot("a",[])'],
  ').then(function(){Plotly.animate("a",null,{frame:{duration:1e308}});})</script>',
];

const at = fc.nat({ max: 1000 });
const cut = fc.constantFrom<(keyof typeof CUTS)[]>('cut', 'double', 'brackets');
const encoding = fc.constantFrom<(keyof typeof ENCODINGS)[]>('mark', 'utf-16', 'utf-16 unmarked', 'latin1', 'gzip');
const inserted = fc.oneof(fc.constantFrom(...TOKENS), fc.string({ unit: 'binary', maxLength: 5 }));

export function damages(): fc.Arbitrary<Damage[]> {
  const damage = fc.oneof<fc.Arbitrary<Damage>[]>(
    fc.record({ damage: fc.constant('cut'), kind: cut, at }),
    fc.record({ damage: fc.constant('flip'), at, bit: fc.nat({ max: 7 }) }),
    fc.record({ damage: fc.constant('insert'), at, text: inserted }),
    fc.record({ damage: fc.constant('encode'), kind: encoding }),
    fc.record({ damage: fc.constant('page'), call: fc.constantFrom(...CALLS), tail: fc.constantFrom(...TAILS) }),
  );
  return fc.array(damage, { minLength: 1, maxLength: 2 });
}

export function damageBytes(bytes: Buffer, list: readonly Damage[]): Buffer {
  return list.reduce(apply, bytes);
}

function apply(bytes: Buffer, damage: Damage): Buffer {
  if (damage.damage === 'encode') return ENCODINGS[damage.kind](bytes);
  if (damage.damage === 'page') return Buffer.from(`<script>Plotly.${damage.call}${bytes.toString()}${damage.tail}`);
  const place = Math.floor((damage.at / 1000) * bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (damage.damage === 'cut') return CUTS[damage.kind](before, after);
  if (damage.damage === 'insert') return Buffer.concat([before, Buffer.from(damage.text), after]);
  const first = Buffer.from(after.subarray(0, 1).map((byte) => byte ^ (1 << damage.bit)));
  return Buffer.concat([before, first, after.subarray(1)]);
}
