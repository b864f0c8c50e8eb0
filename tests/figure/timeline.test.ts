import { describe, expect, it } from 'vitest';
import { paceSlots, type Slot, sampleSlots } from '../../src/figure/timeline.ts';
import type { FrameRate } from '../../src/frames/fps.ts';

function slots(durations: readonly number[], transition = 0, easing = 'linear'): Slot[] {
  return durations.map((duration) => ({ duration, transition, easing }));
}

function rate(numerator: number, denominator = 1): FrameRate {
  return { numerator, denominator };
}

/** What each frame shows: '1' for a keyframe, '1>2 0.5' for what lies between two. */
function shown(list: readonly Slot[], fps: FrameRate, loop = false): string[] {
  return sampleSlots(list, { fps, loop }).map(({ from, to, at }) =>
    from === to ? `${from}` : `${from}>${to} ${Number(at.toFixed(5))}`,
  );
}

/** The first frame of each keyframe, and the number of frames. */
function starts(list: readonly Slot[], fps: FrameRate): number[] {
  const moments = sampleSlots(list, { fps, loop: false });
  return [...list.keys()].map((k) => moments.findIndex(({ from }) => from === k)).concat(moments.length);
}

const RATES = [rate(10), rate(24), rate(30), rate(60), rate(24_000, 1001), rate(30_000, 1001)];

describe('sampleSlots()', () => {
  it('refuses more frames than there may be', () => {
    const two = [{ duration: 1000, transition: 0, easing: 'linear' }];
    const options = { fps: { numerator: 2, denominator: 1 }, loop: false };
    expect(sampleSlots(two, { ...options, maxFrames: 2 })).toHaveLength(2);
    expect(() => sampleSlots(two, { ...options, maxFrames: 1 })).toThrow(
      "The figure's video would have 2 frames, more than 1 (`limits.frames`, --limit frames): give a shorter `duration`",
    );
  });

  it.each([
    { durations: [100, 100, 100], fps: rate(10), at: [0, 1, 2, 3] },
    { durations: [500, 500, 500], fps: rate(24), at: [0, 12, 24, 36] },
    { durations: [500, 500, 500], fps: rate(30), at: [0, 15, 30, 45] },
    { durations: [500, 500, 500], fps: rate(60), at: [0, 30, 60, 90] },
    // 500 ms are 11.988 frames, 1 s is 23.976, all are 35.964
    { durations: [500, 500, 500], fps: rate(24_000, 1001), at: [0, 12, 24, 36] },
    // 14.985, 29.97, 44.955
    { durations: [500, 500, 500], fps: rate(30_000, 1001), at: [0, 15, 30, 45] },
    // 1001 ms are 24 frames to the bit of a float
    { durations: [1001, 1001], fps: rate(24_000, 1001), at: [0, 24, 48] },
    { durations: [1001, 2002], fps: rate(30_000, 1001), at: [0, 30, 90] },
    // 70 ms are 0.7 frames: keyframe 1 begins at 70, the frame after it shows at 100; at 140 there is none.
    { durations: [70, 70, 70], fps: rate(10), at: [0, 1, -1, 2] },
    { durations: [125, 125, 125, 125], fps: rate(10), at: [0, 2, 3, 4, 5] },
    { durations: [30, 1000, 470], fps: rate(30), at: [0, 1, 31, 45] },
    // 49 ms are 1.47 frames, 51 ms 1.53
    { durations: [49], fps: rate(30), at: [0, 1] },
    { durations: [51], fps: rate(30), at: [0, 2] },
    { durations: [1], fps: rate(10), at: [0, 1] },
  ])('shows each keyframe from its time on: $durations ms at $fps.numerator/$fps.denominator', (row) => {
    expect(starts(slots(row.durations), row.fps)).toEqual(row.at);
  });

  it('is as long as its slots, to half a frame', () => {
    for (const fps of RATES) {
      for (const duration of [16.7, 33, 100, 123.4, 500, 999.9, 61_234.5]) {
        for (const count of [1, 3, 17]) {
          const list = slots(Array(count).fill(duration));
          const frames = sampleSlots(list, { fps, loop: false }).length;
          const length = (duration * count * fps.numerator) / fps.denominator / 1000;
          expect(Math.abs(frames - Math.max(1, length))).toBeLessThanOrEqual(0.5);
        }
      }
    }
  });

  it.each(RATES)('shows each of many keyframes once when one takes one frame, at $numerator/$denominator', (fps) => {
    const list = slots(Array(20_000).fill((1000 * fps.denominator) / fps.numerator), 10);
    const moments = sampleSlots(list, { fps, loop: false });
    expect(moments.every(({ from, to, at }, i) => from === i && to === i && at === 0)).toBe(true);
    expect(moments).toHaveLength(20_000);
  });

  it('moves in the last part of a slot, and is at the next keyframe exactly at its time', () => {
    expect(shown(slots([500, 500], 200), rate(10))).toEqual([
      ...['0', '0', '0', '0', '0>1 0.5'],
      // The last keyframe leads nowhere.
      ...['1', '1', '1', '1', '1'],
    ]);
    expect(shown(slots([400, 100], 400, 'cubic-in-out'), rate(10))).toEqual([
      ...['0', '0>1 0.0625', '0>1 0.5', '0>1 0.9375', '1'],
    ]);
  });

  it.each(RATES)('is at keyframes exactly where they fall on frames, at $numerator/$denominator', (fps) => {
    // 7 frames each, moving all the time
    const duration = (7000 * fps.denominator) / fps.numerator;
    const moments = sampleSlots(slots(Array(300).fill(duration), duration), { fps, loop: false });
    expect(moments).toHaveLength(2100);
    for (const [i, { from, to, at }] of moments.entries()) {
      expect(from).toBe(Math.floor(i / 7));
      if (i % 7 === 0 || from === 299) expect([to, at]).toEqual([from, 0]);
      else expect(at).toBeCloseTo((i % 7) / 7, 6);
    }
  });

  it('takes the easing of the slot', () => {
    expect(shown(slots([400, 100], 400, 'quad-in'), rate(10)).slice(0, 4)).toEqual([
      ...['0', '0>1 0.0625', '0>1 0.25', '0>1 0.5625'],
    ]);
    const [, at = ''] = shown(slots([1000, 100], 1000, 'back-out'), rate(2));
    expect(at).toBe('0>1 1.0877');
  });

  it('leads back to the first keyframe in a loop', () => {
    expect(shown(slots([200, 200, 200], 200), rate(10), true)).toEqual([
      '0',
      '0>1 0.5',
      '1',
      '1>2 0.5',
      '2',
      '2>0 0.5',
    ]);
    expect(shown(slots([300], 300), rate(10), true)).toEqual(['0', '0', '0']);
  });

  it('has one frame for nothing', () => {
    expect(sampleSlots([], { fps: rate(30), loop: false })).toEqual([{ from: 0, to: 0, at: 0 }]);
  });
});

describe('paceSlots()', () => {
  const given = [
    { duration: 500, transition: 250, easing: 'linear' },
    { duration: 1000, transition: 1000, easing: 'quad' },
  ];

  it.each([
    { what: 'nothing', pace: {}, durations: [500, 1000], transitions: [250, 1000] },
    { what: 'speed 2', pace: { speed: 2 }, durations: [250, 500], transitions: [125, 500] },
    { what: 'speed 0.5', pace: { speed: 0.5 }, durations: [1000, 2000], transitions: [500, 2000] },
    { what: 'frameDuration', pace: { frameDuration: 200 }, durations: [200, 200], transitions: [100, 200] },
    {
      what: 'frameDuration and speed 2',
      pace: { frameDuration: 200, speed: 2 },
      durations: [100, 100],
      transitions: [50, 100],
    },
    { what: 'duration', pace: { duration: 3000 }, durations: [1000, 2000], transitions: [500, 2000] },
    { what: 'hold', pace: { hold: 700 }, durations: [500, 1700], transitions: [250, 1000] },
    {
      what: 'duration and hold',
      pace: { duration: 1000, hold: 700 },
      durations: [100, 900],
      transitions: [50, 200],
    },
    { what: 'speed and hold', pace: { speed: 2, hold: 100 }, durations: [250, 600], transitions: [125, 500] },
  ])('gives $what', ({ pace, durations, transitions }) => {
    const paced = paceSlots(given, { speed: 1, hold: 0, ...pace });
    expect(paced.map(({ duration }) => duration)).toEqual(durations.map((ms) => expect.closeTo(ms, 9)));
    expect(paced.map(({ transition }) => transition)).toEqual(transitions.map((ms) => expect.closeTo(ms, 9)));
    expect(paced.map(({ easing }) => easing)).toEqual(['linear', 'quad']);
  });

  it('holds the last keyframe before a loop moves back', () => {
    const paced = paceSlots(slots([200, 200], 200), { speed: 1, hold: 200 });
    expect(shown(paced, rate(10), true)).toEqual(['0', '0>1 0.5', '1', '1', '1', '1>0 0.5']);
  });

  it('leaves nothing as it is', () => {
    expect(paceSlots([], { speed: 1, hold: 1000, duration: 5000 })).toEqual([]);
  });
});
