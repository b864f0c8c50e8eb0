import { describe, expect, it, test } from 'vitest';
import { InputError, LimitError } from '../../src/errors.ts';
import type { FrameSelection } from '../../src/frames/numbered-frames.ts';
import { ownFrames, ownRange } from '../../src/frames/own-frames.ts';

const ALL = { count: undefined, range: undefined, maxFrames: 1000 };

describe('ownRange()', () => {
  test.each<[Partial<FrameSelection>, { first: number; count: number }]>([
    [{}, { first: 0, count: 5 }],
    [{ count: 3 }, { first: 0, count: 3 }],
    [{ count: 5 }, { first: 0, count: 5 }],
    [{ range: [2, 3] }, { first: 2, count: 2 }],
    [{ range: [3, 99] }, { first: 3, count: 2 }],
    [
      { range: [1, 4], count: 3 },
      { first: 1, count: 2 },
    ],
  ])('of 5 with %j is %j', (selection, expected) => {
    expect(ownRange(5, { ...ALL, ...selection })).toEqual(expected);
  });

  test.each<[number | null, Partial<FrameSelection>, string]>([
    [null, {}, 'The scene has no frames of its own: give `frames` (--frames FILE)'],
    [0, {}, "Expected the scene's `frames` to be an integer above 0 in number, got 0"],
    [2.5, {}, "Expected the scene's `frames` to be an integer above 0 in number, got 2.5"],
    [5, { count: 6 }, 'The scene has 5 frames of its own, `frameCount` asks for 6'],
    [5, { range: [5, 9] }, 'The scene has 5 frames of its own, `range` begins at 5'],
    [5, { range: [3, 4], count: 3 }, 'The scene has 5 frames of its own, `range` begins at 3'],
  ])('of %s with %j is refused', (count, selection, message) => {
    expect(() => ownRange(count, { ...ALL, ...selection })).toThrow(new InputError(message));
  });

  it('refuses more frames than a video may have', () => {
    expect(() => ownRange(5, { ...ALL, maxFrames: 4 })).toThrow(LimitError);
    expect(ownRange(5, { ...ALL, count: 4, maxFrames: 4 })).toEqual({ first: 0, count: 4 });
  });
});

describe('ownFrames()', () => {
  it("leaves params and repeats to the scene's page", async () => {
    expect(await Array.fromAsync(ownFrames({ first: 3, count: 2 }))).toEqual([
      { index: 3, params: null, repeats: false },
      { index: 4, params: null, repeats: false },
    ]);
  });
});
