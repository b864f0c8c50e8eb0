import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import type { Figure } from '../../src/figure/figure.ts';
import type { FigureOptions } from '../../src/figure/figure-options.ts';
import { type PreparedFigure, prepareFigure } from '../../src/figure/prepare-figure.ts';
import type { FrameRate } from '../../src/frames/fps.ts';
import { buttonsOf, figureOf, pointFrames, sliderOf } from '../support/figures.ts';

const DEFAULTS: FigureOptions = {
  speed: 1,
  loop: false,
  tween: 'auto',
  ranges: 'pin',
  label: 'auto',
  controls: 'hide',
};

interface Changed extends Partial<FigureOptions> {
  fps?: number | FrameRate;
}

function prepare(figure: Figure, { fps = 10, ...options }: Changed = {}): PreparedFigure {
  const rate = typeof fps === 'number' ? { numerator: fps, denominator: 1 } : fps;
  const shape = { width: 640, height: 360, fps: rate };
  return prepareFigure(figure, { ...DEFAULTS, ...options }, shape);
}

/** What each frame shows: '1' for a keyframe, '1>2 0.5' for what lies between two. */
function shown(figure: Figure, options?: Changed): string[] {
  return prepare(figure, options).moments.map(({ from, to, at }) =>
    from === to ? `${from}` : `${from}>${to} ${Number(at.toFixed(5))}`,
  );
}

/** Three keyframes, played like this. */
function played(play?: object): Figure {
  const frames = pointFrames(3);
  return figureOf({ data: frames[0]?.data, frames, layout: buttonsOf([null, play]) });
}

const jumping = { frame: { duration: 300 }, transition: { duration: 0 } };
const moving = { frame: { duration: 300 }, transition: { duration: 200, easing: 'linear' } };

describe('prepareFigure()', () => {
  it.each<{ what: string; play: object; options: Changed; expected: string }>([
    { what: 'jumps', play: jumping, options: {}, expected: '0 0 0 1 1 1 2 2 2' },
    { what: 'moves', play: moving, options: {}, expected: '0 0 0>1_0.5 1 1 1>2_0.5 2 2 2' },
    { what: 'tween: off', play: moving, options: { tween: 'off' }, expected: '0 0 0 1 1 1 2 2 2' },
    { what: 'tween: on, as asked', play: moving, options: { tween: 'on' }, expected: '0 0 0>1_0.5 1 1 1>2_0.5 2 2 2' },
    {
      what: 'tween: on, all the time',
      play: { frame: { duration: 200 }, transition: { duration: 0, easing: 'linear' } },
      options: { tween: 'on' },
      expected: '0 0>1_0.5 1 1>2_0.5 2 2',
    },
    { what: 'easing', play: moving, options: { easing: 'quad' }, expected: '0 0 0>1_0.25 1 1 1>2_0.25 2 2 2' },
    { what: 'loop', play: moving, options: { loop: true }, expected: '0 0 0>1_0.5 1 1 1>2_0.5 2 2 2>0_0.5' },
    { what: 'loop, tween: off', play: moving, options: { loop: true, tween: 'off' }, expected: '0 0 0 1 1 1 2 2 2' },
    { what: 'hold', play: jumping, options: { hold: 200 }, expected: '0 0 0 1 1 1 2 2 2 2 2' },
    {
      what: 'loop and hold',
      play: moving,
      options: { loop: true, hold: 200 },
      expected: '0 0 0>1_0.5 1 1 1>2_0.5 2 2 2 2 2>0_0.5',
    },
    { what: 'speed', play: jumping, options: { speed: 3 }, expected: '0 1 2' },
    { what: 'speed that is no number of frames', play: jumping, options: { speed: 2 }, expected: '0 0 1 2 2' },
    {
      what: 'speed and tween',
      play: moving,
      options: { speed: 0.5, fps: 5 },
      expected: '0 0 0>1_0.5 1 1 1>2_0.5 2 2 2',
    },
    { what: 'frameDuration', play: jumping, options: { frameDuration: 100 }, expected: '0 1 2' },
    {
      what: 'frameDuration and tween: transitions keep their share',
      play: moving,
      options: { frameDuration: 600, fps: 5 },
      expected: '0 0 0>1_0.5 1 1 1>2_0.5 2 2 2',
    },
    { what: 'duration', play: jumping, options: { duration: 600 }, expected: '0 0 1 1 2 2' },
    { what: 'duration and hold', play: jumping, options: { duration: 600, hold: 300 }, expected: '0 1 2 2 2 2' },
    {
      what: 'duration, hold, loop and tween',
      play: moving,
      options: { duration: 1100, hold: 200, loop: true },
      expected: '0 0 0>1_0.5 1 1 1>2_0.5 2 2 2 2 2>0_0.5',
    },
    {
      what: 'a transition longer than its frame',
      play: { frame: { duration: 200 }, transition: { duration: 900, easing: 'linear' } },
      options: {},
      expected: '0 0>1_0.5 1 1>2_0.5 2 2',
    },
    {
      what: 'lists: a transition leads into its frame, and a loop into the first',
      play: {
        frame: [{ duration: 200 }, { duration: 400 }, { duration: 200 }],
        transition: [{ duration: 200, easing: 'linear' }, { duration: 0 }, { duration: 300, easing: 'linear' }],
      },
      options: { loop: true },
      // The third frame's own 200 ms cut its transition.
      expected: '0 0 1 1 1 1>2_0.5 2 2>0_0.5',
    },
    { what: 'frames of no duration', play: { frame: { duration: 0 } }, options: {}, expected: '0 1 2' },
    { what: 'those at 24', play: { frame: { duration: 0 } }, options: { fps: 24 }, expected: '0 1 2' },
    {
      what: 'those at 30000/1001',
      play: { frame: { duration: 0 } },
      options: { fps: { numerator: 30_000, denominator: 1001 } },
      expected: '0 1 2',
    },
    {
      what: 'those with a frameDuration',
      play: { frame: { duration: 0 } },
      options: { frameDuration: 200 },
      expected: '0 0 1 1 2 2',
    },
    {
      what: 'those with tween: on',
      play: { frame: { duration: 0 }, transition: { easing: 'linear' } },
      options: { tween: 'on', frameDuration: 200 },
      expected: '0 0>1_0.5 1 1>2_0.5 2 2',
    },
  ])('times keyframes: $what', ({ play, options, expected }) => {
    expect(shown(played(play), options)).toEqual(expected.split(' ').map((text) => text.replace('_', ' ')));
  });

  it.each([
    { fps: 24, frames: 36, first: [0, 12, 24] },
    { fps: 30, frames: 45, first: [0, 15, 30] },
    { fps: 60, frames: 90, first: [0, 30, 60] },
    { fps: 10, frames: 15, first: [0, 5, 10] },
    { fps: { numerator: 24_000, denominator: 1001 }, frames: 36, first: [0, 12, 24] },
    { fps: { numerator: 30_000, denominator: 1001 }, frames: 45, first: [0, 15, 30] },
  ])('plays Plotly’s default of half a second a frame at $fps', ({ fps, frames, first }) => {
    const { moments } = prepare(played(), { fps, tween: 'off' });
    expect(moments).toHaveLength(frames);
    expect([0, 1, 2].map((k) => moments.findIndex(({ from }) => from === k))).toEqual(first);
  });

  it('says that a loop without tweening changes nothing', () => {
    expect(prepare(played(jumping), { loop: true }).notes).toEqual([expect.stringContaining('`loop` changes nothing')]);
    expect(prepare(played(moving), { loop: true }).notes).toEqual([]);
    expect(prepare(played(jumping)).notes).toEqual([]);
  });

  describe('of a figure without frames', () => {
    const flat = figureOf({ data: [{ y: [1, 2] }] });
    const deep = figureOf({ data: [{ type: 'surface', z: [[1]] }] });
    const orbits = (options: Changed) => prepare(deep, options).moments.map(({ orbit }) => orbit);
    const reveals = (options: Changed) =>
      prepare(flat, { reveal: 'x', ...options }).moments.map(({ reveal }) => reveal);

    it('refuses a video of what does not move, and says what would', () => {
      expect(() => prepare(flat)).toThrow(InputError);
      expect(() => prepare(flat)).toThrow(/no frames.*--orbit 360.*--reveal x.*plotreel still/);
    });

    it.each([{}, { duration: 1000 }, { frameDuration: 500 }, { hold: 1000 }, { speed: 2 }, { loop: true }])(
      'is one moment for a still, with %j too',
      (options) => {
        expect(prepare(flat, { still: true, ...options }).moments).toEqual([{ from: 0, to: 0, at: 0 }]);
      },
    );

    it('turns a full turn in eight seconds that go on evenly when repeated', () => {
      const angles = orbits({ orbit: 360 });
      expect(angles).toHaveLength(80);
      expect(angles).toEqual(Array.from({ length: 80 }, (_, i) => expect.closeTo(i * 4.5, 9)));
    });

    it.each([
      { options: { orbit: 90 }, frames: 20, last: 90 * (19 / 20) },
      { options: { orbit: -90 }, frames: 20, last: -90 * (19 / 20) },
      { options: { orbit: 10 }, frames: 10, last: 9 },
      { options: { orbit: 0 }, frames: 10, last: 0 },
      { options: { orbit: 360, duration: 2000 }, frames: 20, last: 342 },
      { options: { orbit: 360, speed: 4 }, frames: 20, last: 342 },
      { options: { orbit: 360, easing: 'quad', duration: 2000 }, frames: 20, last: 360 * 0.95 ** 2 },
      // It stands at its end while that is held.
      { options: { orbit: 360, hold: 500, duration: 2500 }, frames: 25, last: 360 },
    ])('turns $options', ({ options, frames, last }) => {
      const angles = orbits(options);
      expect(angles).toHaveLength(frames);
      expect(angles[0]).toBeCloseTo(0, 12);
      expect(angles.at(-1)).toBeCloseTo(last, 9);
    });

    it('holds the end of a turn', () => {
      expect(orbits({ orbit: 100, hold: 300, duration: 1300 }).slice(9)).toEqual([90, 100, 100, 100]);
    });

    it('refuses to turn what has no camera', () => {
      expect(() => prepare(flat, { orbit: 360 })).toThrow(/`orbit` turns the cameras of 3-D scenes/);
      expect(() => prepare(flat, { orbit: 360, still: true })).toThrow(InputError);
    });

    it.each(['scatter3d', 'surface', 'mesh3d', 'isosurface', 'volume', 'cone', 'streamtube'])('turns a %s', (type) => {
      expect(prepare(figureOf({ data: [{}, { type }] }), { orbit: 360 }).moments).toHaveLength(80);
    });

    it.each([[{ type: 'pie' }], [{ type: 'bar', orientation: 'h' }, { type: 'surface' }], []])(
      'refuses to draw %j from left to right',
      (...data) => {
        expect(() => prepare(figureOf({ data }), { reveal: 'x' })).toThrow(/`reveal` draws lines and bars/);
      },
    );

    it.each(['scattergl', 'bar', 'candlestick', 'ohlc', 'waterfall', 'funnel'])('draws a %s', (type) => {
      expect(prepare(figureOf({ data: [{ type: 'pie' }, { type }] }), { reveal: 'x' }).moments).toHaveLength(50);
    });

    it('draws from left to right in four seconds and holds the whole for one', () => {
      const shares = reveals({});
      expect(shares).toHaveLength(50);
      expect(shares).toEqual(Array.from({ length: 50 }, (_, i) => expect.closeTo(Math.min(1, (i + 1) / 40), 12)));
    });

    it.each([
      { options: { hold: 0 }, frames: 40, whole: 39 },
      { options: { hold: 2000 }, frames: 60, whole: 39 },
      { options: { duration: 10_000 }, frames: 100, whole: 89 },
      { options: { duration: 1000 }, frames: 10, whole: 7 },
      { options: { duration: 100 }, frames: 1, whole: 0 },
      { options: { duration: 1000, hold: 0 }, frames: 10, whole: 9 },
      { options: { duration: 1000, hold: 900 }, frames: 10, whole: 0 },
      { options: { speed: 2 }, frames: 30, whole: 19 },
    ])('is whole in time with $options', ({ options, frames, whole }) => {
      const shares = reveals(options);
      expect(shares).toHaveLength(frames);
      expect(shares.indexOf(1)).toBe(whole);
      expect(shares.every((share, i) => share !== undefined && share > 0 && share >= (shares[i - 1] ?? 0))).toBe(true);
    });

    it('turns and draws at once', () => {
      const both = figureOf({ data: [{ y: [1, 2] }, { type: 'scatter3d' }] });
      const { moments } = prepare(both, { orbit: 360, reveal: 'x', hold: 0 });
      expect(moments).toHaveLength(80);
      expect(moments[0]).toEqual({ from: 0, to: 0, at: 0, orbit: 0, reveal: 1 / 80 });
      expect(moments.at(-1)?.reveal).toBe(1);
    });

    it('sends the figure with one keyframe in which nothing changes', () => {
      const { props } = prepare(flat, { reveal: 'x' });
      expect(props).toMatchObject({ keyframes: [[]], frames: [], label: null, slider: null });
    });
  });

  describe('of a figure with frames', () => {
    it('does not draw them from left to right', () => {
      expect(() => prepare(played(), { reveal: 'x' })).toThrow(/`reveal` is for figures without frames/);
    });

    it('turns cameras while they are played', () => {
      const frames = [1, 2].map((z) => ({ data: [{ z: [[z]] }] }));
      const figure = figureOf({ data: [{ type: 'surface', z: [[1]] }], frames });
      const { moments } = prepare(figure, { orbit: 100, tween: 'off' });
      expect(moments.map(({ from }) => from).join('')).toBe('0000011111');
      expect(moments.map(({ orbit }) => orbit)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    });

    it('sends each frame once, by number, with those that are given where they are played', () => {
      const inline = { data: [{ y: [9] }] };
      const frames = pointFrames(2);
      const figure = figureOf({ frames, layout: buttonsOf([['f2', inline, 'f1', inline]]) });
      const { props } = prepare(figure);
      expect(props.frames.map(({ name }) => name)).toEqual(['f1', 'f2', '', '']);
      expect(props.keyframes).toEqual([[], ...[[1], [2], [0], [3]].map((frames) => [{ kind: 'frames', frames }])]);
    });

    it('sends calls as they are', () => {
      const steps = [1, 2].map((width) => ({ args: ['line.width', width] }));
      const { props, moments } = prepare(figureOf({ layout: { sliders: [{ steps }] } }));
      expect(props.keyframes).toEqual(
        [1, 2].map((width) => [{ kind: 'call', method: 'restyle', args: ['line.width', width] }]),
      );
      expect(moments.map(({ from }) => from).join('')).toBe('0000011111');
    });
  });

  describe('controls', () => {
    const layout = {
      ...sliderOf([['f1'], ['f2']], { currentvalue: { prefix: 'Year: ' } }),
      ...buttonsOf([null]),
      transition: { duration: 500 },
      title: { text: 'A' },
    };
    const frames = pointFrames(2).map((frame, i) => ({
      ...frame,
      layout: {
        sliders: [{ active: i }],
        'sliders[0].active': i,
        transition: { duration: 9 },
        title: { text: `${i}` },
      },
    }));
    const figure = figureOf({ layout, frames });

    it('are left out, of frames too', () => {
      const { props } = prepare(figure);
      expect(props.layout).toEqual({ title: { text: 'A' } });
      expect(props.frames.map((frame) => frame.layout)).toEqual([{ title: { text: '0' } }, { title: { text: '1' } }]);
      expect(props.slider).toBeNull();
      expect(props.label?.texts).toEqual(['Year: f1', 'Year: f2']);
    });

    it('stay where they are kept, and say themselves where they are', () => {
      const { props } = prepare(figure, { controls: 'keep' });
      expect(props.layout).toEqual({ ...figure.layout, transition: undefined });
      expect(props.frames[1]?.layout).toEqual({
        sliders: [{ active: 1 }],
        'sliders[0].active': 1,
        title: { text: '1' },
      });
      expect(props.slider).toEqual({ index: 0, steps: [0, 1] });
      expect(props.label).toBeNull();
      expect(prepare(figure, { controls: 'keep', label: '{label}' }).props.label?.texts).toEqual(['f1', 'f2']);
    });

    it('name the steps that are shown', () => {
      const steps = [
        { method: 'animate', args: [['f1']] },
        { method: 'animate', args: [['f1']], visible: false },
        { method: 'animate', args: [['f2']] },
      ];
      const layout = { sliders: [{ steps: [{ method: 'skip' }] }, { steps }] };
      const { props } = prepare(figureOf({ layout, frames }), { controls: 'keep' });
      expect(props.slider).toEqual({ index: 1, steps: [0, 2] });
    });

    it('never go with the clock of a layout’s transition', () => {
      for (const controls of ['hide', 'keep'] as const) {
        const { props } = prepare(figure, { controls });
        for (const { layout } of [props, ...props.frames]) expect(layout).not.toHaveProperty('transition');
      }
    });
  });
});
