import fc from 'fast-check';

/** Numbers, texts and lists that someone's code or language may write where another value belongs. */
const ODD = [
  ...[null, true, false, 0, -0, 1, -1, 0.5, 3, 1e308, -1e308, 5e-324, 1e-9, 1e9, 2 ** 31, 2 ** 53],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...['', ' ', '0', '-1', '640', '1e999', 'NaN', 'None', 'auto', 'true', 'x', 'x2', 'y99', 'paper', 'scene7', 'h', 'v'],
  ...['log', 'date', 'category', 'multicategory', '-', 'linear', 'markers', 'lines+text', 'scatter', 'pie', 'surface'],
  ...['\u0000', '\ud800', '\udc00x', '\u202eabc', 'שלום', '👩‍👩‍👧‍👦', 'ﷺ', '\u2028', 'a\u0300'.repeat(40)],
  ...['<b>', '<a href="javascript:alert(1)">a</a>', '</script>', '$\\frac{1}{', '$x^2$', '%{y:', '{label}', '%s%n'],
  ...[
    '2024-02-30',
    '9999999-01-01',
    '-0001-01-01',
    '2024-01-01T25:61:61',
    '12:00',
    'M1',
    'M0',
    'M-1',
    'D1',
    'L0',
    'L1e308',
  ],
  ...['#zzzzzz', 'rgb(300,0,0)', 'rgba(1,2,3', 'hsl(1,2%,3%)', 'transparent', 'url(#a)', 'currentColor'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Viridis', 'Viridis_r'],
  ...[
    [],
    {},
    [[]],
    [{}],
    [null],
    [[[1]]],
    [1, 'a', null],
    [3, 1, 2],
    ['a', 'a', 'b'],
    [Number.NaN, 1],
    [1e308, -1e308],
  ],
  ...[
    [0, 'red'],
    [[0, 'red']],
    [
      [1, 'red'],
      [0, 'blue'],
    ],
    [
      [0, 'red'],
      [0.5, 'nocolour'],
      [2, 'blue'],
    ],
    [0, 0],
    [5, 5],
  ],
  ...[
    { toString: 0, valueOf: 0 },
    { constructor: { prototype: { polluted: 1 } } },
    { 0: 1, length: 1e9 },
    { length: -1 },
  ],
  ...[JSON.parse('{"__proto__": {"polluted": 1}}'), JSON.parse('{"a": {"__proto__": null}}'), { a: { b: { c: [] } } }],
  ...[
    { dtype: 'f8', bdata: 'AAAAAAAA8D8=' },
    { dtype: 'f8', bdata: 'AAAA' },
    { dtype: 'i1', bdata: 'AQID', shape: '3, 1' },
  ],
  ...[
    { dtype: 'constructor', bdata: '' },
    { dtype: 'u1', bdata: '!' },
    { dtype: 'u1', bdata: '', shape: [1e9, 0] },
  ],
  ...[
    { dtype: 'u1', bdata: 'AQ==', shape: { toString: 0 } },
    { dtype: 'i8', bdata: '/////////38=' },
    { bdata: [], dtype: 1 },
  ],
  ...[
    'x'.repeat(100_000),
    'long '.repeat(5000),
    Array.from({ length: 20_000 }, (_, i) => i % 7),
    Array(3000).fill('a'),
  ],
] as const;

/** A value that does not belong where it is put. */
export function oddValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: fc.constantFrom<unknown>(...ODD), weight: 8 },
    { arbitrary: fc.double(), weight: 1 },
    { arbitrary: fc.integer(), weight: 1 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }), weight: 1 },
    {
      arbitrary: fc.array(fc.oneof(fc.double(), fc.string({ maxLength: 4 }), fc.constant(null)), { maxLength: 12 }),
      weight: 1,
    },
    { arbitrary: fc.jsonValue({ maxDepth: 3 }), weight: 1 },
  );
}
