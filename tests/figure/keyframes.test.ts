import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { listKeyframes } from '../../src/figure/keyframes.ts';
import { buttonsOf, figureOf, pointFrames, sliderOf } from '../support/figures.ts';

/** The names of the frames that each keyframe plays; '-' for the figure as it stands. */
function order(figure: Figure): string[] {
  return listKeyframes(figure).list.map(({ changes }) =>
    changes.length === 0
      ? '-'
      : changes
          .map((change) => (change.kind === 'call' ? change.method : change.frames.map(({ name }) => name).join('+')))
          .join(),
  );
}

function timings(layout: object, count = 3): string[] {
  // As the figure stands it is the first frame.
  const frames = pointFrames(count);
  const { list } = listKeyframes(figureOf({ data: frames[0]?.data, layout, frames }));
  return list.map(({ timing }) => `${timing.duration} ${timing.transition} ${timing.easing}`);
}

describe('listKeyframes()', () => {
  it('is empty where there is nothing to play', () => {
    expect(listKeyframes(figureOf({}))).toEqual({ list: [], slider: undefined });
    // Controls of frames that are gone
    expect(order(figureOf({ layout: { ...sliderOf([['a'], ['b']]), ...buttonsOf([null]) } }))).toEqual([]);
  });

  it('plays frames in their order, after the figure as it stands', () => {
    expect(order(figureOf({ frames: pointFrames(3) }))).toEqual(['-', 'f1', 'f2', 'f3']);
  });

  it('finds the frames of a hundred thousand steps', () => {
    const frames = pointFrames(100_000);
    const { list } = listKeyframes(figureOf({ frames, layout: sliderOf(frames.map(({ name }) => [name])) }));
    expect(list.at(-1)?.name).toBe('f100000');
  });

  it('follows frames that continue each other a hundred thousand times', () => {
    const frames = Array.from({ length: 100_000 }, (_, i) => ({
      name: `f${i}`,
      ...(i > 0 && { baseframe: `f${i - 1}` }),
    }));
    expect(order(figureOf({ frames: frames.toReversed() }))[0]).toBe('f99999');
  });

  it('refuses a slider that plays millions of frames', () => {
    const layout = sliderOf(
      Array(200)
        .fill(null)
        .map(() => 'all'),
    );
    const frames = pointFrames(10_000).map((frame) => ({ ...frame, group: 'all' }));
    expect(() => listKeyframes(figureOf({ frames, layout }))).toThrow(
      'The steps of `layout.sliders[0]` play more than 1000000 frames',
    );
  });

  describe('whether the first frame changes anything', () => {
    const figure = {
      data: [
        { x: new Float64Array([1, 2]), marker: { color: 'red', size: 4 }, text: ['a', null] },
        { y: [3], line: { width: 2 } },
      ],
      layout: { title: { text: 'A' }, xaxis: { range: [0, 1] } },
    };
    const startsWith = (first: object, others: object[] = []) =>
      order(figureOf({ ...figure, frames: [first, ...others] }));

    it.each([
      { what: 'nothing', frame: {} },
      { what: 'the same', frame: { data: [{ marker: { size: 4 }, text: ['a', null] }, { y: [3] }] } },
      { what: 'the same typed array', frame: { data: [{ x: new Float64Array([1, 2]) }] } },
      { what: 'the same in another trace', frame: { data: [{ y: [3] }], traces: [1] } },
      { what: 'the same in all traces', frame: { data: [{ text: ['a', null] }], traces: [] } },
      { what: 'the same layout', frame: { layout: { title: { text: 'A' } } } },
      { what: 'a trace that is not there', frame: { data: [{}, {}, {}] } },
      { what: 'no trace', frame: { data: [{ y: [9] }, { y: [3] }], traces: [null, 1] } },
    ])('no: $what', ({ frame }) => {
      expect(startsWith(frame)).toEqual(['frame 0']);
    });

    it.each([
      { what: 'a value', frame: { data: [{ marker: { size: 5 } }] } },
      { what: 'a value in a list', frame: { data: [{ x: new Float64Array([1, 3]) }] } },
      { what: 'something new', frame: { data: [{ marker: { line: { width: 1 } } }] } },
      { what: 'a trace that comes', frame: { data: [{}, {}, { y: [9] }] } },
      { what: 'another trace', frame: { data: [{ y: [4] }], traces: [1] } },
      { what: 'the layout', frame: { layout: { xaxis: { range: [0, 2] } } } },
    ])('yes: $what', ({ frame }) => {
      expect(startsWith(frame)).toEqual(['-', 'frame 0']);
    });

    it('asks the frame that it builds upon', () => {
      expect(startsWith({ baseframe: 'b' }, [{ name: 'b', data: [{}, { y: [4] }] }])).toEqual(['-', 'frame 0', 'b']);
      expect(startsWith({ baseframe: 'b' }, [{ name: 'b', data: [{}, { y: [3] }] }])).toEqual(['frame 0', 'b']);
    });
  });

  describe('what the play button plays', () => {
    const frames = [
      { name: 'a', group: 'odd', data: [{ y: [1] }] },
      { name: 'b', group: '2', data: [{ y: [2] }] },
      { name: 'c', group: 'odd', data: [{ y: [3] }] },
      { name: 'd', group: '2', data: [{ y: [4] }] },
    ];
    const played = (...buttons: unknown[][]) => order(figureOf({ frames, layout: buttonsOf(...buttons) }));

    it.each([
      { what: 'all', args: [null], expected: ['a', 'b', 'c', 'd'] },
      { what: 'all, without arguments', args: [], expected: ['a', 'b', 'c', 'd'] },
      { what: 'a group', args: ['odd'], expected: ['a', 'c'] },
      { what: 'a group with a number for its name', args: [2], expected: ['b', 'd'] },
      { what: 'a list', args: [['d', 'b', 'd']], expected: ['d', 'b', 'd'] },
      { what: 'a list with what is not there', args: [['d', 'x', null, 'a']], expected: ['d', 'a'] },
      { what: 'frames of its own', args: [[{ data: [{ y: [7] }] }, 'a', { layout: {} }]], expected: ['', 'a', ''] },
      { what: 'all backwards', args: [null, { direction: 'reverse' }], expected: ['d', 'c', 'b', 'a'] },
      { what: 'a list backwards', args: [['a', 'b'], { direction: 'reverse' }], expected: ['b', 'a'] },
      { what: 'a group that is not there: all', args: ['none'], expected: ['a', 'b', 'c', 'd'] },
      { what: 'an empty list: all', args: [[]], expected: ['a', 'b', 'c', 'd'] },
      { what: 'one frame of several: all', args: [['c']], expected: ['a', 'b', 'c', 'd'] },
      { what: 'one frame of its own: all', args: [{ data: [] }], expected: ['a', 'b', 'c', 'd'] },
    ])('$what', ({ args, expected }) => {
      expect(played(args)).toEqual(['-', ...expected]);
    });

    it('is that of the first button that plays several frames', () => {
      expect(played([[null], { mode: 'immediate' }], [['c']], ['odd'], [null])).toEqual(['-', 'a', 'c']);
    });

    it('is no call of another method', () => {
      const buttons = [{ method: 'restyle', args: [{}] }, { args: ['odd'] }, { method: 'animate', args: ['2'] }];
      expect(order(figureOf({ frames, layout: { updatemenus: [null, { buttons }] } }))).toEqual(['-', 'b', 'd']);
    });

    it('is what the page plays when it opens, without a button', () => {
      expect(order(figureOf({ frames, animate: ['odd', {}] }))).toEqual(['-', 'a', 'c']);
      expect(order(figureOf({ frames, animate: ['odd', {}], layout: buttonsOf(['2']) }))).toEqual(['-', 'b', 'd']);
    });

    it('keeps what is in a frame of its own', () => {
      const inline = { name: 'ignored', data: [{ y: [7] }], traces: [0], layout: { title: { text: 'A' } } };
      const { list } = listKeyframes(figureOf({ frames, layout: buttonsOf([[inline, 'a']]) }));
      expect(list[1]?.changes).toEqual([{ kind: 'frames', frames: [{ ...inline, name: '' }] }]);
    });

    it('is the one frame of a figure that has one', () => {
      const [frame] = frames;
      expect(order(figureOf({ frames: [frame], layout: buttonsOf([['a']]) }))).toEqual(['-', 'a']);
    });
  });

  describe('a slider', () => {
    const frames = pointFrames(3);

    it('gives the order and the labels, without the figure as it stands', () => {
      const figure = figureOf({ frames, layout: sliderOf([['f3'], ['f1'], ['f1', 'f2'], ['f1']]) });
      expect(order(figure)).toEqual(['f3', 'f1', 'f1+f2', 'f1']);
      expect(listKeyframes(figure).list.map(({ name, label }) => [name, label])).toEqual([
        ...[
          ['f3', 'f3'],
          ['f1', 'f1'],
          ['f2', 'f1,f2'],
          ['f1', 'f1'],
        ],
      ]);
    });

    it('is the first whose steps all show frames', () => {
      const mixed = {
        steps: [
          { method: 'animate', args: [['f1']] },
          { method: 'restyle', args: ['y', [[1]]] },
        ],
      };
      const stops = { steps: [{ method: 'animate', args: [[null]] }] };
      const right = { steps: [{ method: 'animate', args: [['f2']] }] };
      const { list, slider } = listKeyframes(
        figureOf({ frames, layout: { sliders: [null, mixed, stops, { steps: [] }, {}, right] } }),
      );
      expect(list.map(({ name }) => name)).toEqual(['f2']);
      expect(slider?.index).toBe(5);
    });

    it('that changes the figure by itself gives way to frames', () => {
      const layout = { sliders: [{ steps: [{ method: 'restyle', args: ['y', [[1]]] }] }] };
      expect(order(figureOf({ frames, layout }))).toEqual(['-', 'f1', 'f2', 'f3']);
    });

    it('does not show steps without arguments, or hidden ones', () => {
      const steps = [
        { method: 'animate' },
        { method: 'animate', args: [['f1']], label: 7 },
        { method: 'animate', args: [['f2']], visible: false },
        { method: 'animate', args: [['f3']] },
      ];
      const { list, slider } = listKeyframes(figureOf({ frames, layout: { sliders: [{ steps }] } }));
      expect(list.map(({ name, label }) => [name, label])).toEqual([
        ['f1', '7'],
        ['f3', 'step-3'],
      ]);
      expect(slider?.steps.map(({ index }) => index)).toEqual([1, 3]);
    });

    it('without frames gives calls, which are jumps', () => {
      const steps = [
        { args: [{ 'marker.color': 'red' }, [0]] },
        { method: 'relayout', args: ['xaxis.title', 'A'], label: 'B' },
        { method: 'update', args: [{ visible: [true] }, { title: 'C', 'yaxis.title': 5, xaxis: { title: 'D' } }] },
      ];
      const { list, slider } = listKeyframes(figureOf({ layout: { sliders: [{ steps }] } }));
      expect(slider?.index).toBe(0);
      expect(list.map(({ label }) => label)).toEqual(['step-0', 'B', 'step-2']);
      expect(list.map(({ timing }) => timing)).toEqual(
        Array(3).fill({ duration: 500, transition: 0, easing: 'cubic-in-out' }),
      );
      expect(list.flatMap(({ changes }) => changes)).toEqual([
        { kind: 'call', method: 'restyle', args: [{ 'marker.color': 'red' }, [0]] },
        // plotly.js 4 takes titles that are texts no more.
        { kind: 'call', method: 'relayout', args: ['xaxis.title.text', 'A'] },
        {
          kind: 'call',
          method: 'update',
          args: [{ visible: [true] }, { 'title.text': 'C', 'yaxis.title.text': 5, xaxis: { title: { text: 'D' } } }],
        },
      ]);
    });

    it('with a step that does something else gives nothing', () => {
      const steps = [{ method: 'restyle', args: [{}] }, { method: 'skip' }];
      expect(listKeyframes(figureOf({ layout: { sliders: [{ steps }] } }))).toEqual({ list: [], slider: undefined });
    });
  });

  describe('timing', () => {
    const DEFAULT = '500 500 cubic-in-out';

    it.each([
      { what: 'Plotly’s without a button', layout: {}, expected: Array(3).fill(DEFAULT) },
      { what: 'Plotly’s without options', layout: buttonsOf([null]), expected: [DEFAULT, DEFAULT, DEFAULT] },
      {
        what: 'the play button’s',
        layout: buttonsOf(
          [[null], {}],
          [null, { frame: { duration: 300 }, transition: { duration: 200, easing: 'linear' } }],
        ),
        expected: Array(3).fill('300 200 linear'),
      },
      {
        what: 'a transition longer than its frame',
        layout: buttonsOf([null, { frame: { duration: 100 } }]),
        expected: Array(3).fill('100 100 cubic-in-out'),
      },
      {
        what: 'frames of no duration',
        layout: buttonsOf([null, { frame: { duration: 0 }, transition: { duration: 50 } }]),
        expected: Array(3).fill('0 0 cubic-in-out'),
      },
      {
        what: 'lists, which go on with their first item',
        layout: buttonsOf([
          null,
          {
            frame: [{ duration: 100 }, { duration: 200 }],
            transition: [{ duration: 10, easing: 'quad' }, { duration: 900 }, null],
          },
        ]),
        expected: ['100 10 quad', '200 200 cubic-in-out', '100 100 cubic-in-out', '100 10 quad'],
      },
      {
        what: 'Plotly’s for what it would not take',
        layout: buttonsOf([null, { frame: { duration: -1 }, transition: { duration: 'long', easing: 'bouncy' } }]),
        expected: [DEFAULT, DEFAULT, DEFAULT],
      },
      {
        what: 'Plotly’s for options that are none',
        layout: buttonsOf([null, 5]),
        expected: [DEFAULT, DEFAULT, DEFAULT],
      },
    ])('is $what', ({ layout, expected }) => {
      expect(timings(layout, expected.length)).toEqual(expected);
    });

    it('follows the order in which frames are played', () => {
      const frame = [{ duration: 100 }, { duration: 200 }, { duration: 300 }];
      const layout = buttonsOf([null, { direction: 'reverse', frame, transition: { duration: 0 } }]);
      const { list } = listKeyframes(figureOf({ layout, frames: pointFrames(3) }));
      expect(list.map(({ name, timing }) => [name, timing.duration])).toEqual([
        ...[
          [undefined, 100],
          ['f3', 100],
          ['f2', 200],
          ['f1', 300],
        ],
      ]);
    });

    it('of a slider is the play button’s', () => {
      const options = { frame: { duration: 250 }, transition: { duration: 0 } };
      expect(timings({ ...sliderOf([['f1'], ['f2']]), ...buttonsOf([null, options]) })).toEqual(
        Array(2).fill('250 0 cubic-in-out'),
      );
    });

    it('of a slider without a play button is that of its steps', () => {
      const step = (options?: object) => ({ method: 'animate', args: [['f1'], options] });
      const steps = [
        step({ frame: { duration: 300 }, transition: { duration: 200, easing: 'linear' } }),
        // What plotly.py writes: as soon as it is dragged there. Nobody drags here.
        step({ frame: { duration: 0 }, transition: { duration: 0 } }),
        step(),
      ];
      expect(timings({ sliders: [{ steps }] })).toEqual(['300 200 linear', '500 0 cubic-in-out', DEFAULT]);
    });
  });
});
