import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { openStage, renderVideo } from '../src/index.ts';
import { SCENE_CLOCK } from '../src/protocol.ts';
import { loadSceneBundle } from '../src/scene-bundle/scene-bundle.ts';
import { decodeRgba } from './support/pixels.ts';
import { fixture, scratchFolder } from './support/scratch.ts';

const folder = scratchFolder();
const size = { width: 320, height: 180 };
const START = Date.UTC(2000);

describe("a scene's clock", async () => {
  // Below the repository, so that packages are found from there.
  const out = fileURLToPath(new URL('../out/', import.meta.url));
  await mkdir(out, { recursive: true });
  const scenes = await mkdtemp(join(out, 'scene-clock-'));
  afterAll(() => rm(scenes, { recursive: true }));

  /** What a module's expression is 1234.5 ms after frame 0. */
  const evaluated = async (expression: string, before = ''): Promise<unknown> => {
    const hash = createHash('sha256')
      .update(before + expression)
      .digest('hex');
    const path = join(scenes, `${hash}.scene.ts`);
    await writeFile(path, `${before}\nexport default { setup: () => (${expression}), update: () => {} };`);
    const { code } = await loadSceneBundle(path);
    const module: unknown = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
    Reflect.get(globalThis, SCENE_CLOCK)?.(1234.5);
    return Object(module).default.setup();
  };

  test.each<[expression: string, value: unknown]>([
    ['Date.now()', START + 1234],
    ['new Date().getTime()', START + 1234],
    ['Date()', new Date(START + 1234).toString()],
    ['+new Date', START + 1234],
    ['performance.now()', 1234.5],
    ['performance.timeOrigin', START],
    ['globalThis.performance.now()', 1234.5],
    ['globalThis.Date.now()', START + 1234],
    ['(({ now }) => now())(performance)', 1234.5],
    ['[1].map(Date.now)', [START + 1234]],
    ['(() => { const Clock = Date; return Clock.now(); })()', START + 1234],
    ["performance.measure('a').name", 'a'],
    ['typeof performance', 'object'],
  ])('%s is that of the frame', async (expression, value) => {
    expect(await evaluated(expression)).toEqual(value);
  });

  test.each<[expression: string, value: unknown]>([
    ['new Date(2020, 1).getFullYear()', 2020],
    ['new Date(5).getTime()', 5],
    ["new Date('2020-02-03').toISOString()", '2020-02-03T00:00:00.000Z'],
    ['Date.UTC(2020, 1)', Date.UTC(2020, 1)],
    ["Date.parse('2020-01-01')", Date.UTC(2020)],
    ['Date.length', 7],
    ['new Date(5) instanceof Date', true],
    ['Object.prototype.toString.call(new Date())', '[object Date]'],
    ['((Date: { now(): number }) => Date.now())({ now: () => 7 })', 7],
    ['(() => { const performance = { now: () => 7 }; return performance.now(); })()', 7],
    ['({ Date: 7 }).Date', 7],
    ['structuredClone(new Date(5)).getTime()', 5],
  ])('%s is as ever', async (expression, value) => {
    expect(await evaluated(expression)).toEqual(value);
  });

  test('subclasses of Date have it, and are what they are', async () => {
    const before = 'class Day extends Date { get day() { return this.getUTCDay(); } }';
    expect(await evaluated('[new Day().getTime(), new Day(5).getTime()]', before)).toEqual([START + 1234, 5]);
    expect(await evaluated('[new Day() instanceof Day, new Day() instanceof Date, new Day().day]', before)).toEqual([
      true,
      true,
      6,
    ]);
  });

  test('dates from elsewhere are dates', async () => {
    Reflect.set(globalThis, 'fromElsewhere', new Date(5));
    expect(await evaluated("Reflect.get(globalThis, 'fromElsewhere') instanceof Date")).toBe(true);
  });

  test('packages have it', async () => {
    await mkdir(join(scenes, 'node_modules/ticker'), { recursive: true });
    await writeFile(join(scenes, 'node_modules/ticker/package.json'), '{ "name": "ticker", "main": "index.js" }');
    await writeFile(join(scenes, 'node_modules/ticker/index.js'), 'exports.tick = () => performance.now();');
    expect(await evaluated('tick()', "import { tick } from 'ticker';")).toBe(1234.5);
  });

  test.each([
    'const { random } = Math;',
    "const random = Math['random'];",
    'const w = window; const random = () => new w.Date();',
    'function now() { return this.performance.now(); } const random = now;',
  ])('comes along with %s', async (before) => {
    const path = join(scenes, `mentions-${createHash('sha256').update(before).digest('hex')}.scene.ts`);
    await writeFile(path, `${before}\nexport default { setup: () => [random], update: () => {} };`);
    expect((await loadSceneBundle(path)).code).toContain('plotreel.scene-clock');
  });

  test('is not in scenes that do not ask for it', async () => {
    const { code } = await loadSceneBundle(fixture('index-card'));
    expect(code).not.toContain('plotreel.scene-clock');
  });
});

test('Math.random() is repeatable also for those who have taken it when they were loaded', async () => {
  const scene = join(folder, 'taken.scene.ts');
  const source = `const { random } = Math;
    export default {
      setup: () => ({ data: [{ y: [0], mode: 'markers' }], layout: { yaxis: { range: [0, 1] }, margin: { t: 0, b: 0 } } }),
      update: (figure) => figure.restyle({ y: [[random()]] }, [0]),
      frames: { count: 4, params: () => null },
    };`;
  await writeFile(scene, source);
  await using stage = await openStage({ scene, ...size });
  const drawn = async (index: number) => (await stage.figure(index)).data[0]?.y;
  const first = [await drawn(1), await drawn(2)];
  expect(first[0]).not.toEqual(first[1]);
  expect([await drawn(2), await drawn(1)]).toEqual(first.toReversed());
  const output = join(folder, 'taken.mp4');
  await renderVideo({ scene, output, ...size, lossless: true, pixelFormat: 'yuv444p' });
  const frames = await decodeRgba(['-i', output], size.width * size.height * 4);
  expect(new Set(frames.map((frame) => createHash('sha256').update(frame).digest('hex'))).size).toBe(4);
});

describe('a scene that goes by the clock', () => {
  test('has the time of each frame, and 0 in `setup`', async () => {
    await using stage = await openStage({ scene: fixture('clock'), ...size, fps: 12 });
    for (const index of [11, 0, 3]) {
      const milliseconds = (index * 1000) / 12;
      expect(await stage.figure(index)).toMatchObject({
        data: [
          { y: [0, milliseconds, Math.floor(milliseconds)], hovertext: [String(Math.floor(START + milliseconds))] },
        ],
      });
    }
  });

  test('is the same video for one worker and two, built once and anew, in one piece and in segments', async () => {
    const frameBytes = size.width * size.height * 4;
    const render = async (name: string, options: object = {}) => {
      const output = join(folder, `${name}.mp4`);
      const { path } = await renderVideo({
        ...{ scene: fixture('clock'), output, ...size, fps: 10, lossless: true, pixelFormat: 'yuv444p' },
        ...options,
      });
      return { bytes: await readFile(path), frames: await decodeRgba(['-i', path], frameBytes) };
    };
    const one = await render('one', { workers: 1 });
    // Equal params, and yet no two frames are.
    expect(new Set(one.frames.map((frame) => createHash('sha256').update(frame).digest('hex'))).size).toBe(12);
    expect((await render('two', { workers: 2 })).bytes.equals(one.bytes)).toBe(true);
    expect((await render('given', { workers: 2, frames: Array(12).fill(null) })).bytes.equals(one.bytes)).toBe(true);
    expect((await render('anew', { workers: 1, reuse: false })).bytes.equals(one.bytes)).toBe(true);
    const segments = await render('segments', { workers: 1, resume: true, segmentFrames: 5 });
    expect(segments.frames).toHaveLength(12);
    expect(segments.frames.every((frame, i) => frame.equals(one.frames[i] ?? Buffer.alloc(0)))).toBe(true);
  });
});

test('chance numbers are those of the frame: in params, in `update`, whatever was drawn before, built once and anew', async () => {
  await using stage = await openStage({ scene: fixture('chance'), ...size });
  const first = await stage.figure(7);
  expect(await stage.figure(3)).not.toEqual(first);
  await stage.figure(11);
  expect(await stage.figure(7)).toEqual(first);
  await using other = await stage.another();
  expect(await other.figure(7)).toEqual(first);
  const render = async (reuse: boolean) => {
    const output = join(folder, `chance-${reuse}.mp4`);
    await renderVideo({ scene: fixture('chance'), output, ...size, reuse, workers: 1 });
    return readFile(output);
  };
  expect((await render(false)).equals(await render(true))).toBe(true);
});
