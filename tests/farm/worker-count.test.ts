import { describe, expect, it } from 'vitest';
import { planStages, type StageNeeds } from '../../src/farm/worker-count.ts';

const GB = 1e9;
const HD = 1920 * 1080;
const needs = (given: Partial<StageNeeds> = {}): StageNeeds => ({
  ...{ frames: undefined, pixels: HD, propsBytes: 0, paramsBytes: 0 },
  ...given,
});

describe('planStages()', () => {
  it.each([
    { frames: 0, workers: 1 },
    { frames: 2, workers: 1 },
    { frames: 60, workers: 3 },
    { frames: 1_000_000, workers: 8 },
    { frames: undefined, workers: 8 },
  ])('takes $workers stages for $frames frames on 8 cores', ({ frames, workers }) => {
    const plan = planStages('auto', needs({ frames }), { cores: 8, memory: 64 * GB });
    expect(plan).toMatchObject({ workers, windowBytes: 512_000_000, notes: [] });
  });

  it.each([
    { what: 'little memory', memory: 2 * GB, workers: 2 },
    { what: 'large frames', memory: 16 * GB, pixels: 7680 * 4320, workers: 3 },
    { what: 'a large figure', memory: 16 * GB, propsBytes: 100_000_000, workers: 4 },
    { what: 'large params', memory: 16 * GB, paramsBytes: 300_000_000, workers: 4 },
  ])('takes fewer when memory is short for them, and says so: $what', ({ memory, workers, ...given }) => {
    const plan = planStages('auto', needs(given), { cores: 8, memory });
    expect(plan.workers).toBe(workers);
    expect(plan.notes).toEqual([
      expect.stringMatching(
        /^Memory is short: \d+ GB are available, and each stage about .*B, the rest .* are needed; /,
      ),
    ]);
    expect(plan.notes[0]).toMatch(new RegExp(`taking ${workers} of 8 stages$`));
  });

  it.each([1, 8])('goes on with one when none fits, and says so, on %i cores', (cores) => {
    const plan = planStages('auto', needs(), { cores, memory: 0.3 * GB });
    expect(plan).toMatchObject({
      workers: 1,
      windowBytes: 0,
      notes: [expect.stringMatching(/^Memory is short: 300 MB/)],
    });
    expect(plan.notes[0]).toMatch(cores === 1 ? /taking one stage all the same$/ : /taking 1 of 8 stages$/);
  });

  it('says nothing of memory where the frames pay for no more', () => {
    expect(planStages('auto', needs({ frames: 20 }), { cores: 8, memory: 2 * GB }).notes).toEqual([]);
  });

  it('takes as many as it is told to, but lets less wait for the encoder when memory is short', () => {
    const small = planStages(4, needs(), { cores: 1, memory: 3.2 * GB });
    expect(small).toMatchObject({ workers: 4, notes: [] });
    expect(small.windowBytes).toBeGreaterThan(0);
    expect(small.windowBytes).toBeLessThan(512_000_000);
    expect(planStages(4, needs(), { cores: 1, memory: 1 * GB })).toMatchObject({
      workers: 4,
      windowBytes: 0,
      notes: [],
    });
  });
});
