import { expect, test } from 'vitest';
import { takesIndex } from '../../page/takes-index.ts';

type Update = Parameters<typeof takesIndex>[0];

const make = (text: string): Update => new Function(`return (${text})`)();
const method = (text: string): Update => new Function(`return ({ ${text} }).update`)();

test.each([
  '(figure, params, index) => index',
  '(figure, params, index = 0) => index',
  '(figure, params = {}, index) => index',
  '(figure, { a } = { a: [1, 2] }, i) => i',
  '(...all) => all[2]',
  '(figure, ...rest) => rest[1]',
  'function () { return arguments[2]; }',
  'async function (figure, params, index = 0) {}',
  '(function (figure, params, index = 0) {}).bind(null)',
  'new Proxy((figure, params, index = 0) => index, {})',
  "(figure, params = ')', index = 0) => index",
  '(figure, params /* ) */, index = 0) => index',
])('takesIndex() sees the index of %s', (text) => {
  expect(takesIndex(make(text))).toBe(true);
});

test.each([
  '(figure, params) => params',
  '(figure, { phase, of = [1, 2, 3] }) => phase',
  '(figure, { a: { b = f(1, 2, 3) } = {} },) => b',
  'figure => figure.restyle(1, 2, 3)',
  '() => 0',
  'async (figure, [x, y, z]) => x',
])('takesIndex() sees none in %s', (text) => {
  expect(takesIndex(make(text))).toBe(false);
});

test('takesIndex() reads methods', () => {
  expect(takesIndex(method('update(figure, params) { return f(1, 2, 3); }'))).toBe(false);
  expect(takesIndex(method('async update(figure, params, index = 0) {}'))).toBe(true);
});
