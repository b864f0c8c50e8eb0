import { describe, expect, it } from 'vitest';
import { parseLimits } from '../../src/cli/limits.ts';
import { InputError } from '../../src/errors.ts';
import { DEFAULT_LIMITS, LIMIT_FLAGS } from '../../src/options/limits.ts';

describe('parseLimits()', () => {
  it.each([
    ['frames=5000', { frames: 5000 }],
    ['frame-pixels=1e6', { framePixels: 1_000_000 }],
    ['side=4096', { side: 4096 }],
    ['figure-size=1.5MB', { figureBytes: 1_500_000 }],
    ['params-size=64 kB', { paramsBytes: 64_000 }],
    ['params-size=64000', { paramsBytes: 64_000 }],
    ['stage-memory=2GB', { stageMemoryBytes: 2_000_000_000 }],
    ['stage-memory=2gib', { stageMemoryBytes: 2 * 1024 ** 3 }],
    ['render-time=2h', { renderTimeMs: 7_200_000 }],
    ['render-time=1.5 min', { renderTimeMs: 90_000 }],
    // Refused with the other options.
    ['frames=-1', { frames: -1 }],
  ])('%s', (text, limits) => {
    expect(parseLimits([text])).toEqual(limits);
  });

  it('takes as many as there are, the last of each', () => {
    expect(parseLimits(['frames=1', 'side=2', 'frames=3'])).toEqual({ frames: 3, side: 2 });
    expect(parseLimits([])).toEqual({});
  });

  it.each([
    ['frames', "Expected --limit to be NAME=VALUE, such as frames=5000, got 'frames'"],
    ['frames=', "Expected --limit to be NAME=VALUE, such as frames=5000, got 'frames='"],
    [
      'frame=5',
      "Unknown limit 'frame'; --limit takes frame-pixels, side, frames, figure-size, params-size, render-time, stage-memory",
    ],
    ['frames=many', "Expected --limit frames to be a number, got 'many'"],
    ['render-time=20', "Expected --limit render-time to be a time with its unit, such as '2h' or '90s', got '20'"],
    ['render-time=soon', "Expected --limit render-time to be a time with its unit, such as '2h' or '90s', got 'soon'"],
    ['stage-memory=2TB', "Expected --limit stage-memory to be bytes, such as '500MB', '2GB' or '4GiB', got '2TB'"],
    ['stage-memory=-2GB', "Expected --limit stage-memory to be bytes, such as '500MB', '2GB' or '4GiB', got '-2GB'"],
  ])('refuses %s', (text, message) => {
    expect(() => parseLimits([text])).toThrow(new InputError(message));
  });

  it('has a name for each limit', () => {
    expect(Object.keys(LIMIT_FLAGS)).toEqual(Object.keys(DEFAULT_LIMITS));
  });
});
