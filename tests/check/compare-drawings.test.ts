import { expect, test } from 'vitest';
import { compareDrawings } from '../../src/check/compare-drawings.ts';
import type { Frame } from '../../src/inspection/frame.ts';
import type { OpenStage } from '../../src/inspection/open-stage.ts';

type Stage = Pick<OpenStage, 'frame' | 'another'>;

/** A stage whose pictures are one pixel, and a log of what is asked of it and of those that come from it. */
function fakeStage(colourOf: (index: number, stage: number, drawn: number) => number) {
  const log: string[] = [];
  let stages = 0;
  const open = (): OpenStage => {
    const stage = stages++;
    let drawn = 0;
    const close = async () => void log.push(`${stage} closed`);
    const frame = async (index: number): Promise<Frame> => {
      log.push(`${stage}: ${index}`);
      const pixels = Buffer.of(colourOf(index, stage, drawn++), 0, 0, 255);
      return { index, width: 1, height: 1, pixels, chromium: '', boxes: async () => [], png: () => pixels };
    };
    const inspected = { frameCount: 99, width: 1, height: 1, chromium: '', capture: 'canvas', notes: [] } as const;
    const figure = async () => ({ data: [], layout: {} });
    return {
      ...{ ...inspected, frame, figure, close, boxes: async () => [], another: async () => open() },
      [Symbol.asyncDispose]: close,
    };
  };
  const stage: Stage = open();
  return { stage, log };
}

test('compareDrawings() draws in order, reversed and twice, mixed by another worker, and alone', async () => {
  const { stage, log } = fakeStage((index) => index);
  expect(await compareDrawings(stage, [9, 0, 4, 4], { alone: 3 })).toEqual([]);
  expect(log).toEqual([
    ...['0: 0', '0: 4', '0: 9'],
    ...['0: 9', '0: 9', '0: 4', '0: 4', '0: 0', '0: 0'],
    ...['1: 4', '1: 0', '1: 9', '1 closed'],
    ...['2: 0', '2 closed', '3: 9', '3 closed'],
  ]);
});

test.each<[what: string, colourOf: Parameters<typeof fakeStage>[0], drawings: string[]]>([
  [
    'with each drawing',
    (_, __, drawn) => drawn,
    ['0 reversed', '0 twice', '0 shuffled', '4 reversed', '4 twice', '4 alone'],
  ],
  ['from stage to stage', (_, stage) => stage, ['0 shuffled', '4 alone']],
])('compareDrawings() says how frames were drawn that change %s', async (_, colourOf, drawings) => {
  const { stage } = fakeStage(colourOf);
  const differences = await compareDrawings(stage, [0, 4], { alone: 1 });
  expect(differences.map(({ frame, drawing }) => `${frame} ${drawing}`)).toEqual(drawings);
  expect(differences[0]).toMatchObject({ pixels: 1, box: { x: 0, y: 0, width: 1, height: 1 } });
});

test('compareDrawings() closes fresh stages when drawing fails', async () => {
  const { stage, log } = fakeStage((index, on) => {
    if (on === 1) throw new Error(`cannot draw ${index}`);
    return index;
  });
  await expect(compareDrawings(stage, [0, 1])).rejects.toThrow('cannot draw 1');
  expect(log.slice(-2)).toEqual(['1: 1', '1 closed']);
});

test('compareDrawings() ends between two frames when it is aborted', async () => {
  const controller = new AbortController();
  const { stage, log } = fakeStage((index) => {
    controller.abort(new Error('enough'));
    return index;
  });
  await expect(compareDrawings(stage, [0, 1], { signal: controller.signal })).rejects.toThrow('enough');
  expect(log).toEqual(['0: 0']);
});
