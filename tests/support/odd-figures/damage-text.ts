import fc from 'fast-check';

/** A change of a file's bytes. `at` is its place in thousandths of the length. */
export type Damage =
  | { damage: 'cut' | 'double' | 'brackets'; at: number }
  | { damage: 'flip'; at: number; bit: number }
  | { damage: 'insert'; at: number; text: string }
  | { damage: 'mark' | 'utf-16' | 'utf-16 unmarked' | 'latin1' | 'gzip' }
  | { damage: 'page'; call: string; tail: string };

const at = fc.nat({ max: 1000 });
const TOKENS = [
  ',',
  '"',
  '}',
  ']',
  '[',
  '{',
  ':',
  'NaN',
  'Infinity',
  '-',
  '1e999',
  '\\u',
  '\\ud800',
  '\u0000',
  '//',
  '/*',
  '"data":1,',
];
const CALLS = [
  'Plotly.newPlot("a",',
  'Plotly.newPlot("a",[],',
  'Plotly.react(f(),',
  'Plotly.addFrames("a",',
  'Plotly.newPlot(',
  'x(',
];
const TAILS = [
  ')</script>',
  ').then(function(){Plotly.animate("a",null,{frame:{duration:1e308}});})</script>',
  '',
  '</script>',
  '));</script><script>Plotly.newPlot("a",[])',
];

export function damages(): fc.Arbitrary<Damage[]> {
  const damage = fc.oneof(
    fc.record({ damage: fc.constantFrom('cut' as const, 'double' as const, 'brackets' as const), at }),
    fc.record({ damage: fc.constant('flip' as const), at, bit: fc.nat({ max: 7 }) }),
    fc.record({
      damage: fc.constant('insert' as const),
      at,
      text: fc.oneof(fc.constantFrom(...TOKENS), fc.string({ unit: 'binary', maxLength: 5 })),
    }),
    fc.record({
      damage: fc.constantFrom('mark' as const, 'utf-16' as const, 'utf-16 unmarked' as const, 'latin1' as const),
    }),
    fc.record({
      damage: fc.constant('page' as const),
      call: fc.constantFrom(...CALLS),
      tail: fc.constantFrom(...TAILS),
    }),
  );
  return fc.array(damage, { minLength: 1, maxLength: 2 });
}

export function damageBytes(bytes: Buffer, list: readonly Damage[]): Buffer {
  return list.reduce(apply, bytes);
}

function apply(bytes: Buffer, damage: Damage): Buffer {
  if ('at' in damage) {
    const place = Math.min(bytes.length, Math.floor((damage.at / 1000) * bytes.length));
    const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
    switch (damage.damage) {
      case 'cut':
        return before;
      case 'double':
        // Keys come twice, brackets do not match.
        return Buffer.concat([before, bytes.subarray(Math.floor(place / 2))]);
      case 'brackets':
        return Buffer.concat([before, Buffer.from('['.repeat(20_000)), after]);
      case 'insert':
        return Buffer.concat([before, Buffer.from(damage.text), after]);
      case 'flip': {
        const copy = Buffer.from(bytes);
        if (place < copy.length) copy[place] = (copy[place] ?? 0) ^ (1 << damage.bit);
        return copy;
      }
    }
  }
  switch (damage.damage) {
    case 'mark':
      return Buffer.concat([Buffer.from('\ufeff'), bytes]);
    case 'utf-16':
      return Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le');
    case 'utf-16 unmarked':
      return Buffer.from(bytes.toString(), 'utf16le');
    case 'latin1':
      return Buffer.from(bytes.toString(), 'latin1');
    case 'page':
      return Buffer.from(`<html><script>${damage.call}${bytes.toString()}${damage.tail}`);
    default:
      return bytes;
  }
}
