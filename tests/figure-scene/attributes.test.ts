import { describe, expect, it } from 'vitest';
import {
  copyContainers,
  getAttribute,
  isContainerList,
  shareEqual,
  withAttribute,
} from '../../page/figure-scene/attributes.ts';

describe('getAttribute()', () => {
  it.each([
    ['marker.line.color', 'red'],
    ['marker.line', { color: 'red' }],
    ['marker.size', undefined],
    ['marker.line.color.x', undefined],
    ['x.length', undefined],
    ['none.at.all', undefined],
  ])('finds %s', (path, value) => {
    expect(getAttribute({ marker: { line: { color: 'red' } }, x: [1] }, path)).toEqual(value);
  });
});

describe('withAttribute()', () => {
  it.each([
    { from: {}, path: 'a', value: 1, to: { a: 1 } },
    { from: { a: { b: 1, c: 2 } }, path: 'a.b', value: 3, to: { a: { b: 3, c: 2 } } },
    { from: {}, path: 'a.b.c', value: [1], to: { a: { b: { c: [1] } } } },
    { from: { a: 5 }, path: 'a.b', value: 1, to: { a: { b: 1 } } },
    { from: { x: { range: [0, 1] } }, path: 'x.range[0]', value: -1, to: { x: { range: [-1, 1] } } },
    { from: { l: [{ a: 1 }, { a: 2 }] }, path: 'l[1].a', value: 3, to: { l: [{ a: 1 }, { a: 3 }] } },
    { from: { l: [{ a: 1 }] }, path: 'l[1].a.b', value: 3, to: { l: [{ a: 1 }, { a: { b: 3 } }] } },
    { from: { m: [[1, 2], [3]] }, path: 'm[0][1]', value: 9, to: { m: [[1, 9], [3]] } },
    { from: { x: new Float64Array([1, 2]) }, path: 'x[1]', value: 9, to: { x: [1, 9] } },
    // null takes away
    { from: { a: 1, b: 2 }, path: 'a', value: null, to: { b: 2 } },
    { from: { a: { b: 1, c: 2 } }, path: 'a.b', value: null, to: { a: { c: 2 } } },
    { from: { a: 1 }, path: 'b', value: null, to: { a: 1 } },
    { from: { a: 1 }, path: 'b.c.d', value: null, to: { a: 1 } },
    { from: { l: [{ a: 1, b: 2 }] }, path: 'l[0].a', value: null, to: { l: [{ b: 2 }] } },
    // what leads to a prototype is left alone
    { from: { a: 1 }, path: 'constructor.prototype.b', value: 1, to: { a: 1 } },
    { from: { l: [{ a: 1 }] }, path: 'l[0].__proto__.b', value: 1, to: { l: [{ a: 1 }] } },
  ])('sets $path to $value in $from', ({ from, path, value, to }) => {
    const before = structuredClone(from);
    expect(withAttribute(from, path, value)).toStrictEqual(to);
    expect(from).toStrictEqual(before);
  });

  it('shares what lies beside the path, and keeps the order of the keys', () => {
    const from = { a: { x: [1] }, b: { c: { d: 1 }, e: [2] }, f: 3 };
    const to = withAttribute(from, 'b.c.d', 2);
    expect(to.a).toBe(from.a);
    expect(getAttribute(to, 'b.e')).toBe(from.b.e);
    expect(JSON.stringify(to)).toBe('{"a":{"x":[1]},"b":{"c":{"d":2},"e":[2]},"f":3}');
  });
});

describe('copyContainers()', () => {
  it('copies what Plotly writes into, and shares lists of data', () => {
    const typed = new Float64Array(2);
    const from = { x: typed, y: [1, 2], z: [[1], [2]], line: { color: 'red' }, dimensions: [{ values: [1] }] };
    const to = copyContainers(from);
    expect(to).toEqual(from);
    expect(to).not.toBe(from);
    expect(to.line).not.toBe(from.line);
    expect(to.dimensions).not.toBe(from.dimensions);
    expect(to.dimensions[0]).not.toBe(from.dimensions[0]);
    for (const key of ['x', 'y', 'z'] as const) expect(to[key]).toBe(from[key]);
    expect(to.dimensions[0]?.values).toBe(from.dimensions[0]?.values);
  });

  it.each([5, 'a', null, undefined, true])('returns %s', (value) => {
    expect(copyContainers(value)).toBe(value);
  });
});

describe('isContainerList()', () => {
  it.each([
    [[{}], true],
    [[{ a: 1 }, {}], true],
    [[], false],
    [[1], false],
    [[{}, null], false],
    [[[1]], false],
    [new Float64Array(1), false],
    [{}, false],
  ])('%j: %s', (value, expected) => {
    expect(isContainerList(value)).toBe(expected);
  });
});

describe('shareEqual()', () => {
  const before = {
    x: new Float64Array([1, Number.NaN]),
    y: [1, [2, 3], { a: 1 }],
    line: { color: 'red', dash: 'dot' },
    label: { text: 'a' },
  };

  it('gives back what says the same', () => {
    expect(shareEqual(before, structuredClone(before))).toBe(before);
    expect(shareEqual(Number.NaN, Number.NaN)).toBeNaN();
    expect(shareEqual(undefined, before)).toBe(before);
  });

  it('shares the parts that say the same', () => {
    const next = structuredClone(before);
    next.label.text = 'b';
    next.y[0] = 5;
    const shared = shareEqual(before, next);
    expect(shared).toEqual(next);
    expect(shared).not.toBe(before);
    expect(shared.x).toBe(before.x);
    expect(shared.line).toBe(before.line);
    expect(shared.y[1]).toBe(before.y[1]);
    expect(shared.y[2]).toBe(before.y[2]);
    expect(shared.label).not.toBe(before.label);
  });

  it.each([
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1, b: undefined }, { a: 1 }],
    [{ a: undefined }, { b: undefined }],
    [[1, 2], [1]],
    [[1], [1, 2]],
    [[0], [-0]],
    [new Float64Array([1]), new Float32Array([1])],
    [new Float64Array([1]), new Float64Array([1, 2])],
    [new Float64Array([1]), new Float64Array([2])],
    [new Float64Array([1]), [1]],
    [{}, []],
    [null, undefined],
    ['1', 1],
  ])('tells %o from %o', (previous, next) => {
    expect(shareEqual(previous, next)).toStrictEqual(next);
    expect(shareEqual(previous, next)).not.toBe(previous);
  });

  it('sees parts of buffers', () => {
    const buffer = new Float64Array([1, 2, 1, 2]).buffer;
    const [left, right] = [new Float64Array(buffer, 0, 2), new Float64Array(buffer, 16, 2)];
    expect(shareEqual(left, right)).toBe(left);
  });
});
