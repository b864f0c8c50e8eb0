import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { EASING_NAMES } from '../../src/figure/easing.ts';
import { resolveStill, resolveVideo } from '../../src/options/options.ts';

const figure = { data: [], layout: {}, frames: [], config: {} };
const base = { figure, output: 'figure.mp4' };

function problemsOf(options: object): readonly string[] {
  try {
    resolveVideo(options);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

const TIME = "a time with its unit, such as '1.5s' or '500ms'";
const TWEEN = "one of 'auto', 'on', 'off'";
const FIGURE = 'a Plotly figure, or the path of a file with one';

describe('options of figures', () => {
  it('have the documented defaults', () => {
    const options = resolveVideo(base);
    expect(options).toMatchObject({
      speed: 1,
      loop: false,
      tween: 'auto',
      ranges: 'pin',
      label: 'auto',
      controls: 'hide',
    });
    for (const name of ['duration', 'frameDuration', 'hold', 'easing', 'orbit', 'reveal', 'scene'] as const) {
      expect(options[name]).toBeUndefined();
    }
    expect(options.figure).toBe(figure);
  });

  it('take undefined for what is left out', () => {
    const names = ['duration', 'speed', 'frameDuration', 'hold', 'loop', 'tween', 'easing', 'ranges', 'label', 'orbit'];
    const nothing = Object.fromEntries(['controls', 'reveal', 'scene', ...names].map((name) => [name, undefined]));
    expect(resolveVideo({ ...base, ...nothing })).toMatchObject({ speed: 1, label: 'auto' });
  });

  it.each([
    { field: 'speed', value: 0.25, resolved: 0.25 },
    { field: 'duration', value: '10s', resolved: 10_000 },
    { field: 'duration', value: 1500, resolved: 1500 },
    { field: 'frameDuration', value: '500ms', resolved: 500 },
    { field: 'frameDuration', value: '0.5 s', resolved: 500 },
    { field: 'hold', value: '1s', resolved: 1000 },
    { field: 'hold', value: 0, resolved: 0 },
    { field: 'loop', value: true, resolved: true },
    { field: 'tween', value: 'off', resolved: 'off' },
    { field: 'easing', value: 'back-in-out', resolved: 'back-in-out' },
    { field: 'ranges', value: 'figure', resolved: 'figure' },
    { field: 'label', value: '{name}', resolved: '{name}' },
    { field: 'controls', value: 'keep', resolved: 'keep' },
    { field: 'orbit', value: -90, resolved: -90 },
    { field: 'reveal', value: 'x', resolved: 'x' },
  ])('take $field: $value', ({ field, value, resolved }) => {
    expect(resolveVideo({ ...base, [field]: value })).toHaveProperty(field, resolved);
  });

  it.each([
    { field: 'figure', value: 5, expected: FIGURE, got: '`5` (number)' },
    { field: 'figure', value: null, expected: FIGURE, got: 'a value of type null' },
    { field: 'figure', value: [figure], expected: FIGURE, got: '[[object Object]]' },
    { field: 'figure', value: new Uint8Array(2), expected: FIGURE, got: 'a value of type object' },
    { field: 'speed', value: 0, expected: 'a number above 0', got: '`0` (number)' },
    { field: 'speed', value: -2, expected: 'a number above 0', got: '`-2` (number)' },
    { field: 'speed', value: '2', expected: 'a number above 0', got: "'2'" },
    { field: 'speed', value: Number.NaN, expected: 'a number above 0', got: '`NaN` (number)' },
    { field: 'speed', value: Number.POSITIVE_INFINITY, expected: 'a number above 0', got: '`Infinity` (number)' },
    { field: 'duration', value: '10', expected: TIME, got: "'10'" },
    { field: 'duration', value: 'long', expected: TIME, got: "'long'" },
    { field: 'duration', value: '', expected: TIME, got: "''" },
    { field: 'duration', value: true, expected: TIME, got: '`true` (boolean)' },
    { field: 'duration', value: null, expected: TIME, got: 'a value of type null' },
    { field: 'duration', value: Number.NaN, expected: TIME, got: '`NaN` (number)' },
    { field: 'duration', value: Number.POSITIVE_INFINITY, expected: TIME, got: '`Infinity` (number)' },
    { field: 'duration', value: 0, expected: `${TIME}, above 0`, got: '`0` (number)' },
    { field: 'duration', value: '0s', expected: `${TIME}, above 0`, got: "'0s'" },
    { field: 'duration', value: -1000, expected: `${TIME}, above 0`, got: '`-1000` (number)' },
    { field: 'frameDuration', value: 0, expected: `${TIME}, above 0`, got: '`0` (number)' },
    { field: 'frameDuration', value: '30 frames', expected: TIME, got: "'30 frames'" },
    { field: 'hold', value: -1, expected: `${TIME}, 0 or above`, got: '`-1` (number)' },
    { field: 'hold', value: '-1s', expected: TIME, got: "'-1s'" },
    { field: 'loop', value: 'yes', expected: 'true or false', got: "'yes'" },
    { field: 'tween', value: true, expected: TWEEN, got: '`true` (boolean)' },
    { field: 'tween', value: 'On', expected: TWEEN, got: "'On'" },
    { field: 'easing', value: 'ease-in', expected: `one of ${EASING_NAMES.join(', ')}`, got: "'ease-in'" },
    { field: 'easing', value: 1, expected: "the name of an easing, for example 'cubic-in-out'", got: '`1` (number)' },
    { field: 'ranges', value: 'all', expected: "one of 'pin', 'figure', 'auto'", got: "'all'" },
    { field: 'label', value: false, expected: "'auto', 'off' or a template with {label}", got: '`false` (boolean)' },
    { field: 'controls', value: 'none', expected: "one of 'hide', 'keep'", got: "'none'" },
    { field: 'orbit', value: '360', expected: 'a number of degrees', got: "'360'" },
    { field: 'orbit', value: Number.NaN, expected: 'a number of degrees', got: '`NaN` (number)' },
    { field: 'reveal', value: 'y', expected: "one of 'x'", got: "'y'" },
  ])('refuse $field: $value', ({ field, value, expected, got }) => {
    expect(problemsOf({ ...base, [field]: value })).toEqual([`Expected \`${field}\` to be ${expected}, got ${got}`]);
  });

  it.each([
    {
      options: { output: 'a.mp4' },
      problem: 'Expected `scene` to be the path of a scene file, or `figure` to be a Plotly figure, got neither',
    },
    { options: { ...base, scene: 'wave.scene.ts' }, problem: 'Expected `scene` or `figure`, got both' },
    { options: { ...base, props: {} }, problem: '`props` is for scenes: a figure brings its own frames' },
    { options: { ...base, frames: [] }, problem: '`frames` is for scenes: a figure brings its own frames' },
    {
      options: { scene: 'wave.scene.ts', output: 'a.mp4', tween: 'on' },
      problem: '`tween` is for figures: what a scene shows is said by its `update`',
    },
    { options: { ...base, duration: '5s', speed: 2 }, problem: 'Expected `duration` or `speed`, got both' },
    {
      options: { ...base, duration: '5s', frameDuration: 100 },
      problem: 'Expected `duration` or `frameDuration`, got both',
    },
    {
      options: { ...base, duration: '1s', hold: '1s' },
      problem: 'Expected `duration` to be above `hold`, which is part of it, got 1000 and 1000 ms',
    },
  ])('are checked together: $problem', ({ options, problem }) => {
    expect(problemsOf(options)).toEqual([problem]);
  });

  it('go together otherwise', () => {
    expect(problemsOf({ ...base, duration: '2s', hold: '1s', loop: true, tween: 'on', easing: 'linear' })).toEqual([]);
    expect(problemsOf({ ...base, frameDuration: '1s', speed: 2, hold: 0, orbit: 360, reveal: 'x' })).toEqual([]);
  });

  it('are all named at once', () => {
    const problems = problemsOf({ ...base, speed: -1, tween: 'yes', duration: '5s', props: 1 });
    expect(problems).toEqual([
      'Expected `speed` to be a number above 0, got `-1` (number)',
      `Expected \`tween\` to be ${TWEEN}, got 'yes'`,
      '`props` is for scenes: a figure brings its own frames',
      'Expected `duration` or `speed`, got both',
    ]);
  });

  it('are those of stills too, without params', () => {
    const still = { figure, output: 'figure.png' };
    expect(resolveStill({ ...still, orbit: 360, label: 'off' })).toMatchObject({ orbit: 360, label: 'off' });
    expect(() => resolveStill({ ...still, params: {} })).toThrow(
      '`params` is for scenes: a figure brings its own frames',
    );
  });
});
