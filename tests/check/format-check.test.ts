import { expect, test } from 'vitest';
import type { CheckDifference, CheckReport } from '../../src/check/check-report.ts';
import { formatCheck } from '../../src/check/format-check.ts';

const SAFE: CheckReport = {
  ...{ safe: true, frameCount: 60, samples: [0, 30, 59], differences: [], cause: null },
  ...{ errors: [], notices: [], notes: [] },
};
const difference = (frame: number, drawing: CheckDifference['drawing'], pixels = 12): CheckDifference => ({
  ...{ frame, drawing, pixels, largest: 200, box: { x: 1, y: 2, width: 30, height: 40 }, picture: null },
});

test('formatCheck() takes two lines when all is well', () => {
  expect(formatCheck(SAFE, 'wave.scene.ts').split('\n')).toEqual([
    'wave.scene.ts is safe to render in parallel',
    '  3 of 60 frames drawn in order, reversed, twice, alone, by another worker: the same pixels',
  ]);
});

test('formatCheck() has a line for each frame that differs, the cause, and what else was seen', () => {
  const report: CheckReport = {
    ...SAFE,
    safe: false,
    differences: [
      { ...difference(0, 'reversed'), picture: '/pictures/frame-0-reversed.png' },
      difference(0, 'twice', 34),
      difference(59, 'alone'),
    ],
    cause: { kind: 'state', message: 'Because.', paths: [] },
    errors: [{ frame: 3, message: 'Error: no', places: ['    at update (a.scene.ts:1:2)'] }],
    notices: [{ kind: 'blank', frames: [0, 3] }],
    notes: ['by screenshot'],
  };
  expect(formatCheck(report, 'a.scene.ts').split('\n')).toEqual([
    'a.scene.ts is not safe to render in parallel',
    '  3 of 60 frames drawn in order, reversed, twice, alone, by another worker: 2 differ',
    '  frame 0, drawn after later ones, twice in a row: up to 34 pixels differ, by 200 of 255 levels, in 30x40 at 1,2',
    '  frame 59, drawn alone: up to 12 pixels differ, by 200 of 255 levels, in 30x40 at 1,2',
    '  pictures: /pictures',
    '  Because.',
    '  nobody caught, about frame 3: Error: no; await what is started',
    '    at update (a.scene.ts:1:2)',
    '  note: nothing is drawn on frames 0, 3: all pixels have one colour',
    '  note: by screenshot',
  ]);
});

test('formatCheck() counts frames that are too many to list', () => {
  const differences = Array.from({ length: 11 }, (_, frame) => difference(frame, 'twice'));
  const lines = formatCheck({ ...SAFE, safe: false, differences }, 'a').split('\n');
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('  … and 3 more frames');
});
