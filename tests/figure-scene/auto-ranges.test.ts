import { describe, expect, it } from 'vitest';
import { type AutoRange, findAutoRanges } from '../../page/figure-scene/auto-ranges.ts';
import type { FigureState } from '../../page/figure-scene/figure-state.ts';
import { frozen } from '../support/tween.ts';

/** An axis as Plotly plots it, whose ranges are numbers. */
function axis(range: unknown[], autorange: unknown = true): Record<string, unknown> {
  return { range, autorange, r2l: Number, l2r: (value: number) => value };
}

/** One whose ranges are texts. */
function dateAxis(range: string[]): Record<string, unknown> {
  return {
    ...{ range, autorange: true, r2l: (value: string) => Date.parse(value) },
    l2r: (value: number) => new Date(value).toISOString().slice(0, 10),
  };
}

function only(ranges: Map<string, AutoRange>): AutoRange {
  const [range] = ranges.values();
  if (!range || ranges.size > 1) throw new RangeError(`${ranges.size} ranges`);
  return range;
}

function layoutPinned(range: AutoRange, layout: Record<string, unknown>, ends: [number, number] = [-9, 9]): unknown {
  const state: FigureState = frozen({ data: [], layout });
  return range.pin(state, ...ends).layout;
}

describe('findAutoRanges()', () => {
  it('finds the axes that Plotly ranges', () => {
    const fixed = axis([0, 1], false);
    const layout = {
      ...{ xaxis: axis([0, 1]), yaxis: fixed, xaxis2: axis([5, 2], 'reversed'), xaxisNone: axis([0, 1]) },
      scene: { xaxis: axis([1, 2]), yaxis: fixed, zaxis: axis([3, 4]), camera: {} },
      polar2: { radialaxis: axis([0, 7]), angularaxis: axis([0, 360]) },
      geo: { lonaxis: axis([0, 1]) },
    };
    const found = [...findAutoRanges(layout, [])].map(([key, { low, high }]) => [key, low, high]);
    expect(found).toEqual([
      ['xaxis', 0, 1],
      ['xaxis2', 2, 5],
      ['scene.xaxis', 1, 2],
      ['scene.zaxis', 3, 4],
      ['polar2.radialaxis', 0, 7],
    ]);
  });

  it('knows an axis on which nothing is', () => {
    const onAxis = (id: string, visible: unknown = true) => ({ visible, _extremes: { [id]: { min: [{ val: 1 }] } } });
    const layout = { xaxis2: { ...axis([-1, 6]), _id: 'x2', _matchGroup: { x3: 1 } } };
    const isEmpty = (data: object[], more: object = {}) =>
      only(
        findAutoRanges(
          { ...layout, ...more },
          data.map((trace) => ({ ...trace })),
        ),
      ).isEmpty;
    expect(isEmpty([])).toBe(true);
    expect(isEmpty([{ visible: true }, { visible: true, _extremes: { x2: { min: [] } } }, onAxis('x')])).toBe(true);
    expect(isEmpty([onAxis('x2', 'legendonly')])).toBe(true);
    expect(isEmpty([onAxis('x2')])).toBe(false);
    expect(isEmpty([onAxis('x3')])).toBe(false);
    expect(isEmpty([], { shapes: [onAxis('x2')] })).toBe(false);
    expect(isEmpty([], { annotations: [onAxis('x2')] })).toBe(false);
  });

  it.each([
    { what: 'none', axis: undefined },
    { what: 'no range', axis: { autorange: true, r2l: Number, l2r: Number } },
    { what: 'a range of nothing', axis: axis([undefined, undefined]) },
    { what: 'no conversion', axis: { autorange: true, range: [0, 1] } },
  ])('passes over an axis with $what', ({ axis }) => {
    expect(findAutoRanges({ xaxis: axis }, []).size).toBe(0);
  });

  it('pins an axis', () => {
    const range = only(findAutoRanges({ yaxis: axis([0, 1]) }, []));
    expect(layoutPinned(range, { yaxis: { type: 'linear' } })).toEqual({
      yaxis: { type: 'linear', range: [-9, 9], autorange: false },
    });
    expect(layoutPinned(range, {})).toEqual({ yaxis: { range: [-9, 9], autorange: false } });
  });

  it('pins in the direction and the form that the axis has', () => {
    const reversed = only(findAutoRanges({ xaxis: axis([5, 2], 'reversed') }, []));
    expect(layoutPinned(reversed, {})).toEqual({ xaxis: { range: [9, -9], autorange: false } });
    const dates = only(findAutoRanges({ xaxis: dateAxis(['2020-01-01', '2020-02-01']) }, []));
    expect(dates.low).toBe(Date.parse('2020-01-01'));
    expect(layoutPinned(dates, {}, [dates.low, Date.parse('2021-01-01')])).toEqual({
      xaxis: { range: ['2020-01-01', '2021-01-01'], autorange: false },
    });
  });

  it.each([
    { own: { range: [3, 4] }, isPinned: false },
    { own: { range: [3, 4], autorange: false }, isPinned: false },
    { own: { range: [3, 4], autorange: true }, isPinned: true },
    { own: { range: [3, 4], autorange: 'reversed' }, isPinned: true },
    { own: { range: [3, null] }, isPinned: true },
    { own: { range: [null, 4], autorange: 'min' }, isPinned: true },
    { own: { autorange: true }, isPinned: true },
    { own: { autorange: false }, isPinned: true },
  ])('leaves a state’s own range: $own', ({ own, isPinned }) => {
    const range = only(findAutoRanges({ xaxis: axis([0, 1]) }, []));
    expect(layoutPinned(range, { xaxis: own })).toEqual({
      xaxis: isPinned ? { range: [-9, 9], autorange: false } : own,
    });
  });

  it('finds and pins the values that stand for colours', () => {
    const data = [
      { z: [[1]], zauto: true, zmin: 1, zmax: 5 },
      { marker: { cauto: true, cmin: 0, cmax: 2, line: { cauto: true, cmin: 3, cmax: 4 } }, line: { cauto: false } },
      { cauto: true, cmin: -1, cmax: 1 },
      { zauto: true },
    ];
    const ranges = findAutoRanges({ coloraxis2: { cauto: true, cmin: 0, cmax: 9 }, coloraxis: { cauto: false } }, data);
    expect([...ranges].map(([key, { low, high }]) => [key, low, high])).toEqual([
      ['coloraxis2', 0, 9],
      ['data[0]..z', 1, 5],
      ['data[1].marker.c', 0, 2],
      ['data[1].marker.line.c', 3, 4],
      ['data[2]..c', -1, 1],
    ]);
    const state = frozen({ data: [{ z: [[2]] }, { marker: { size: 3 } }, {}], layout: {} });
    const pinned = [...ranges.values()].reduce((at, range, i) => range.pin(at, -i, i), state);
    expect(pinned.layout).toEqual({ coloraxis2: { cauto: false, cmin: -0, cmax: 0 } });
    expect(pinned.data).toEqual([
      { z: [[2]], zauto: false, zmin: -1, zmax: 1 },
      { marker: { size: 3, cauto: false, cmin: -2, cmax: 2, line: { cauto: false, cmin: -3, cmax: 3 } } },
      { cauto: false, cmin: -4, cmax: 4 },
    ]);
  });

  it('finds and pins the axis of a gauge', () => {
    const gauge = { axis: { range: [0, 30] } };
    const given = { type: 'indicator', gauge: { axis: { range: [0, 9] } } };
    const found = findAutoRanges({}, [
      { type: 'indicator', gauge, _input: { value: 20 } },
      { ...given, _input: given },
    ]);
    const range = only(found);
    expect(range).toMatchObject({ low: 0, high: 30 });
    const state = frozen({ data: [{ type: 'indicator', value: 20 }, given], layout: {} });
    expect(range.pin(state, 0, 60).data).toEqual([
      { type: 'indicator', value: 20, gauge: { axis: { range: [0, 60] } } },
      given,
    ]);
  });
});
