import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { assertDeterministic, matchers, type OpenStage, openStage } from '../../src/testing.ts';
import { fixture } from '../support/scratch.ts';

expect.extend(matchers);

const size = { width: 320, height: 180 };
const wave = fileURLToPath(new URL('../../examples/wave/wave.scene.ts', import.meta.url));

/** A stage of twelve frames that have such a fault. */
function openFaulty(fault: 'history'): Promise<OpenStage> {
  const frames = Array.from({ length: 12 }, (_, index) => ({ fault, index }));
  return openStage({ scene: fixture('unsafe'), props: fault, frames, ...size });
}

test('toBeDeterministic() holds where frames depend on nothing but their index', { timeout: 120_000 }, async () => {
  await using stage = await openStage({ scene: wave, ...size });
  await expect(stage).toBeDeterministic({ frames: [0, 7, 59] });
  await expect(expect(stage).not.toBeDeterministic({ frames: [3] })).rejects.toThrow(
    'Frames 3 are the same however they are drawn, and should not be',
  );
  await expect(assertDeterministic(stage, { frames: [60] })).rejects.toThrow('Expected the index of a frame');
});

test('toBeDeterministic() says which frames are not, how they were drawn, where and why', {
  timeout: 120_000,
}, async () => {
  await using stage = await openFaulty('history');
  await expect(assertDeterministic(stage, { frames: [0, 11] })).rejects.toMatchObject({
    name: 'AssertionError',
    message: expect.stringMatching(
      /frame 0, drawn after later ones.*\n.*frame 11.*\n.*data\[0\]\.y.*`update` keeps state/,
    ),
  });
  await expect(stage).not.toBeDeterministic({ frames: [0, 11] });
});

test.each([
  [{ frames: [] }, 'Expected `frames` to be a list of indices'],
  [{ frames: [-1] }, 'a list of indices of frames, integers of 0 or above'],
  [JSON.parse('{ "samples": 3 }'), 'Unknown option `samples`'],
])('toBeDeterministic(%o) is refused', async (options, message) => {
  await expect(expect({}).toBeDeterministic(options)).rejects.toThrow(message);
});

test('toBeDeterministic() of something else than a stage is refused', async () => {
  await expect(expect('wave').toBeDeterministic()).rejects.toThrow(
    "Expected a stage, `await openStage({ scene })`, got 'wave'",
  );
});
