import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InputError } from '../src/errors.ts';
import { DEFAULT_LIMITS } from '../src/options/limits.ts';
import { resolveStill, resolveVideo } from '../src/options/options.ts';
import { tempFolder } from './install/temp-folder.ts';

const video = { scene: 'wave.scene.ts', output: 'wave.mp4' };
const still = { scene: 'wave.scene.ts', output: 'wave.png' };

/** The problems that refuse the options; none when they are taken. */
function problemsOf(resolveOptions: (options: unknown) => unknown, options: unknown): readonly string[] {
  try {
    resolveOptions(options);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}

const FIGURE_DEFAULTS = { speed: 1, loop: false, tween: 'auto', ranges: 'pin', label: 'auto', controls: 'hide' };

const videoProblems = (options: object) => problemsOf(resolveVideo, { ...video, ...options });

describe('resolveVideo()', () => {
  it('fills in the documented defaults', () => {
    expect(resolveVideo(video)).toEqual({
      scene: resolve('wave.scene.ts'),
      output: resolve('wave.mp4'),
      width: 1280,
      height: 720,
      scale: 1,
      framePixels: { width: 1280, height: 720 },
      capture: 'auto',
      gl: 'auto',
      fonts: [],
      allowHosts: [],
      frameTimeoutMs: 30_000,
      limits: DEFAULT_LIMITS,
      fps: { numerator: 30, denominator: 1 },
      workers: 'auto',
      reuse: true,
      resume: false,
      encoder: 'auto',
      encoding: expect.objectContaining({
        codec: expect.objectContaining({ name: 'h264' }),
        target: { kind: 'file', path: resolve('wave.mp4'), container: 'mp4' },
        pixels: { name: 'yuv420p', ffmpeg: 'yuv420p', alpha: false },
        fps: { numerator: 30, denominator: 1 },
        ...{ quality: 18, preset: 'veryfast', lossless: false, loopCount: 0 },
      }),
      ffmpegArgs: [],
      ...FIGURE_DEFAULTS,
    });
  });

  it('takes paths of fonts as absolute ones, and names of hosts in lower case', () => {
    expect(resolveVideo({ ...video, fonts: ['a.ttf'], allowHosts: ['Tiles.Example.org'] })).toMatchObject({
      fonts: [resolve('a.ttf')],
      allowHosts: ['tiles.example.org'],
    });
  });

  it('takes undefined for what is left out', () => {
    const names = ['width', 'height', 'scale', 'fps', 'frames', 'range', 'workers', 'quality', 'props', 'signal'];
    const options = { ...video, ...Object.fromEntries(names.map((name) => [name, undefined])) };
    expect(resolveVideo(options)).toMatchObject({ ...resolveVideo(video) });
  });

  it('keeps what is given, objects by identity', () => {
    const given = {
      props: { title: 'Wave' },
      width: 640,
      height: 360,
      scale: 2,
      capture: 'screenshot',
      gl: 'mesa',
      frameTimeoutMs: 5000,
      browser: '/opt/chrome',
      ffmpeg: '/opt/ffmpeg',
      signal: new AbortController().signal,
      onConsole: () => {},
      frames: [{ phase: 0 }],
      frameCount: 10,
      range: [2, 2],
      workers: 3,
      reuse: false,
      encoder: 'cpu',
      quality: 0,
      preset: 'slow',
      ffmpegArgs: ['-tune', 'animation'],
      onProgress: () => {},
    };
    const resolved = resolveVideo({ ...video, ...given });
    expect(resolved).toMatchObject({ ...given, framePixels: { width: 1280, height: 720 } });
    expect(resolved.frames).toBe(given.frames);
    expect(resolved.signal).toBe(given.signal);
    expect(resolved.onConsole).toBe(given.onConsole);
    expect(resolved.onProgress).toBe(given.onProgress);
  });

  it('takes a scene as a file: URL', () => {
    const path = resolve('some folder/wave.scene.ts');
    expect(resolveVideo({ ...video, scene: pathToFileURL(path) }).scene).toBe(path);
  });

  it.each([
    { what: 'an array', frames: [] },
    { what: 'a generator', frames: (function* () {})() },
    { what: 'an async generator', frames: (async function* () {})() },
    { what: 'a Set', frames: new Set([1]) },
    { what: 'a typed array', frames: new Float64Array(2) },
  ])('takes $what as frames', ({ frames }) => {
    expect(resolveVideo({ ...video, frames }).frames).toBe(frames);
  });

  it.each([
    { fps: 29.97, rate: { numerator: 30_000, denominator: 1001 } },
    { fps: '24000/1001', rate: { numerator: 24_000, denominator: 1001 } },
    { fps: 12.5, rate: { numerator: 25, denominator: 2 } },
  ])('takes $fps frames per second as a ratio', ({ fps, rate }) => {
    expect(resolveVideo({ ...video, fps }).fps).toEqual(rate);
  });

  const INTEGER = 'an integer above 0';
  const RATE = 'a number above 0 and at most 1000, or a ratio such as 30000/1001';
  const WORKERS = "an integer above 0 or 'auto'";
  const RANGE = 'two integers [first, last], 0 or above';
  const SOURCE = 'an iterable or async iterable of frame params';
  const PRESETS =
    "one of 'ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow'";

  it.each([
    { field: 'scene', value: '', expected: 'the path of a scene file', got: "''" },
    { field: 'scene', value: 5, expected: 'the path of a scene file', got: '`5` (number)' },
    { field: 'output', value: undefined, expected: 'a path', got: 'nothing' },
    { field: 'output', value: '', expected: 'a path', got: "''" },
    { field: 'output', value: true, expected: 'a path', got: '`true` (boolean)' },
    { field: 'width', value: 0, expected: INTEGER, got: '`0` (number)' },
    { field: 'width', value: -1, expected: INTEGER, got: '`-1` (number)' },
    { field: 'width', value: 1.5, expected: INTEGER, got: '`1.5` (number)' },
    { field: 'width', value: -0.5, expected: INTEGER, got: '`-0.5` (number)' },
    { field: 'width', value: Number.NaN, expected: INTEGER, got: '`NaN` (number)' },
    { field: 'width', value: Number.POSITIVE_INFINITY, expected: INTEGER, got: '`Infinity` (number)' },
    { field: 'width', value: '640', expected: INTEGER, got: "'640'" },
    { field: 'width', value: null, expected: INTEGER, got: 'a value of type null' },
    { field: 'width', value: 16_386, expected: 'at most 16384', got: '`16386` (number)' },
    { field: 'height', value: 0, expected: INTEGER, got: '`0` (number)' },
    { field: 'height', value: 50_000, expected: 'at most 16384', got: '`50000` (number)' },
    { field: 'scale', value: 0, expected: 'a number above 0', got: '`0` (number)' },
    { field: 'scale', value: '2', expected: 'a number above 0', got: "'2'" },
    { field: 'scale', value: 9, expected: 'at most 8', got: '`9` (number)' },
    { field: 'capture', value: 'gpu', expected: "one of 'auto', 'canvas', 'screenshot'", got: "'gpu'" },
    { field: 'gl', value: 'angle', expected: "one of 'auto', 'swiftshader', 'mesa', 'gpu'", got: "'angle'" },
    { field: 'frameTimeoutMs', value: 0, expected: `${INTEGER} (milliseconds)`, got: '`0` (number)' },
    { field: 'frameTimeoutMs', value: 0.5, expected: `${INTEGER} (milliseconds)`, got: '`0.5` (number)' },
    { field: 'browser', value: 5, expected: 'the path of an executable', got: '`5` (number)' },
    { field: 'browser', value: '', expected: 'the path of an executable', got: "''" },
    { field: 'ffmpeg', value: [], expected: 'the path of an executable', got: '[]' },
    { field: 'ffmpeg', value: '', expected: 'the path of an executable', got: "''" },
    { field: 'signal', value: {}, expected: 'an AbortSignal', got: 'a value of type object' },
    { field: 'onConsole', value: 'log', expected: 'a function', got: "'log'" },
    { field: 'frames', value: 'abc', expected: SOURCE, got: "'abc'" },
    { field: 'frames', value: { count: 3 }, expected: SOURCE, got: 'a value of type object' },
    { field: 'frames', value: null, expected: SOURCE, got: 'a value of type null' },
    { field: 'frameCount', value: 0, expected: INTEGER, got: '`0` (number)' },
    { field: 'frameCount', value: 2.5, expected: INTEGER, got: '`2.5` (number)' },
    { field: 'range', value: 'all', expected: RANGE, got: "'all'" },
    { field: 'range', value: [4], expected: RANGE, got: '[4]' },
    { field: 'range', value: [1, 2, 3], expected: RANGE, got: '[1, 2, 3]' },
    { field: 'range', value: [3, 2], expected: 'two integers [first, last] with first ≤ last', got: '[3, 2]' },
    { field: 'fps', value: 0, expected: RATE, got: '`0` (number)' },
    { field: 'fps', value: -1, expected: RATE, got: '`-1` (number)' },
    { field: 'fps', value: 1001, expected: RATE, got: '`1001` (number)' },
    { field: 'fps', value: '30/0', expected: RATE, got: "'30/0'" },
    { field: 'fps', value: 'fast', expected: RATE, got: "'fast'" },
    { field: 'fps', value: Number.NaN, expected: 'a number above 0', got: '`NaN` (number)' },
    { field: 'fps', value: null, expected: 'a number above 0', got: 'a value of type null' },
    { field: 'workers', value: 0, expected: WORKERS, got: '`0` (number)' },
    { field: 'workers', value: -1, expected: WORKERS, got: '`-1` (number)' },
    { field: 'workers', value: 1.5, expected: WORKERS, got: '`1.5` (number)' },
    { field: 'workers', value: 'all', expected: WORKERS, got: "'all'" },
    { field: 'reuse', value: 'yes', expected: 'true or false', got: "'yes'" },
    { field: 'encoder', value: 'x264', expected: "one of 'auto', 'cpu', 'nvenc'", got: "'x264'" },
    { field: 'quality', value: -1, expected: 'a number from 0 to 51', got: '`-1` (number)' },
    { field: 'quality', value: 52, expected: 'a number from 0 to 51', got: '`52` (number)' },
    { field: 'preset', value: 'placebo', expected: PRESETS, got: "'placebo'" },
    { field: 'ffmpegArgs', value: '-tune film', expected: 'a list of strings', got: "'-tune film'" },
    {
      field: 'ffmpegArgs',
      value: ['-tune'],
      expected: 'pairs of option and value (-tune has no value)',
      got: '[-tune]',
    },
    { field: 'onProgress', value: 1, expected: 'a function', got: '`1` (number)' },
  ])('refuses $field: $value', ({ field, value, expected, got }) => {
    expect(videoProblems({ [field]: value })).toEqual([`Expected \`${field}\` to be ${expected}, got ${got}`]);
  });

  it.each([
    { field: 'range', value: [-1, 2] },
    { field: 'range', value: [0.5, 2] },
    { field: 'range', value: ['0', '9'] },
    { field: 'range', value: [0, Number.POSITIVE_INFINITY] },
    { field: 'ffmpegArgs', value: ['-g', 30] },
    { field: 'ffmpegArgs', value: [null] },
    { field: 'fonts', value: 'a.ttf' },
    { field: 'fonts', value: [1] },
    { field: 'allowHosts', value: 'tiles.example.org' },
    { field: 'allowHosts', value: ['https://tiles.example.org'] },
    { field: 'allowHosts', value: ['tiles.example.org/path'] },
    { field: 'allowHosts', value: ['*.example.org'] },
    { field: 'allowHosts', value: ['tiles.example.org:8443'] },
    { field: 'allowHosts', value: ['127.0.0.1'] },
    { field: 'allowHosts', value: ['tiles.localhost'] },
    { field: 'allowHosts', value: ['tiles.example.org, EXCLUDE *'] },
  ])("refuses $field: $value in words of its own, not the schema library's", ({ field, value }) => {
    const problems = videoProblems({ [field]: value });
    expect(problems).not.toEqual([]);
    for (const problem of problems) {
      expect(problem).toMatch(new RegExp(`^Expected \`${field}[^\`]*\` to be (a|an|two|pairs) `));
      expect(problem).not.toMatch(/Invalid input|Too small|received/);
    }
  });

  it('refuses a URL that is no file, naming the field', () => {
    const problems = videoProblems({ scene: new URL('https://example.org/wave.scene.ts') });
    expect(problems).toEqual([expect.stringMatching(/^Expected `scene` to be /)]);
  });

  it('refuses a frameTimeoutMs beyond what a timer holds: setTimeout() would fire at once', () => {
    expect(videoProblems({ frameTimeoutMs: 2 ** 31 })).toEqual([expect.stringMatching(/^Expected `frameTimeoutMs` /)]);
  });

  it('names each unknown option', () => {
    expect(videoProblems({ framerate: 30, outputs: [] })).toEqual([
      'Unknown option `framerate`',
      'Unknown option `outputs`',
    ]);
  });

  it('lists all problems at once, one per line of the message', () => {
    const options = { scene: 5, output: 'wave.mp4', width: 1281, height: -1, fps: 'x', workers: 0, colour: 'red' };
    const problems = problemsOf(resolveVideo, options);
    expect([...problems].sort()).toEqual(
      [
        'Expected `scene` to be the path of a scene file, got `5` (number)',
        'Expected `height` to be an integer above 0, got `-1` (number)',
        "Expected `fps` to be a number above 0 and at most 1000, or a ratio such as 30000/1001, got 'x'",
        "Expected `workers` to be an integer above 0 or 'auto', got `0` (number)",
        'Unknown option `colour`',
        'Expected `width` to be even for 4:2:0 video, got 1281; the nearest for `width`: 1280 and 1282',
      ].sort(),
    );
    expect(() => resolveVideo(options)).toThrow(problems.join('\n'));
  });

  it.each([undefined, null, 5, 'wave.scene.ts', [], () => {}])('refuses %s in place of options', (options) => {
    expect(problemsOf(resolveVideo, options)).toEqual(['Expected an object with options']);
  });
});

describe('resolveVideo() checks the size', () => {
  it.each([
    { width: 1281, height: 720, side: 'width', got: 1281, nearest: '1280 and 1282' },
    { width: 1280, height: 721, side: 'height', got: 721, nearest: '720 and 722' },
    { width: 1, height: 2, side: 'width', got: 1, nearest: '2' },
  ])('refuses $width × $height with the nearest even sizes', ({ width, height, side, got, nearest }) => {
    expect(videoProblems({ width, height })).toEqual([
      `Expected \`${side}\` to be even for 4:2:0 video, got ${got}; the nearest for \`${side}\`: ${nearest}`,
    ]);
  });

  it('refuses both sides at once', () => {
    expect(videoProblems({ width: 1281, height: 721 })).toHaveLength(2);
  });

  it.each([
    { width: 1281, height: 721, scale: 2, framePixels: { width: 2562, height: 1442 } },
    { width: 1280, height: 720, scale: 1.5, framePixels: { width: 1920, height: 1080 } },
    { width: 16_384, height: 4096, scale: 1, framePixels: { width: 16_384, height: 4096 } },
    // 700 * 1.1 is 770.0000000000001, 350 * 1.4 is 489.99999999999994
    { width: 700, height: 400, scale: 1.1, framePixels: { width: 770, height: 440 } },
    { width: 350, height: 720, scale: 1.4, framePixels: { width: 490, height: 1008 } },
  ])('takes $width × $height at scale $scale', ({ framePixels, ...size }) => {
    expect(resolveVideo({ ...video, ...size }).framePixels).toEqual(framePixels);
  });

  it.each([
    { width: 1281, height: 720, scale: 1 },
    { width: 1, height: 720, scale: 1 },
    { width: 854, height: 720, scale: 1.5 },
    { width: 410, height: 720, scale: 2.5 },
    { width: 2731, height: 720, scale: 3 },
  ])('proposes only widths that it takes, for $width at scale $scale', (size) => {
    const [problem] = videoProblems(size);
    const [, proposals = ''] = /nearest for `width`: (.+)$/.exec(problem ?? '') ?? [];
    const widths = proposals.split(' and ').map(Number);
    expect(widths.length).toBeGreaterThan(0);
    for (const width of widths) expect(videoProblems({ ...size, width })).toEqual([]);
  });

  it('refuses a product with the scale that is no whole number of pixels', () => {
    expect(videoProblems({ width: 1281, scale: 1.5 })).toEqual([
      'Expected `width` × `scale` to be whole pixels, got 1921.5',
    ]);
  });

  it('refuses a side that is too long at the scale', () => {
    expect(videoProblems({ width: 4098, height: 2, scale: 4 })).toEqual([
      "Expected `width` × `scale` to be at most 16384 (Chromium's limit), got 16392",
    ]);
  });

  it('refuses a frame of 10 GB', () => {
    const most = 'at most 67108864 pixels (`limits.framePixels`, --limit frame-pixels)';
    const tooMany = `Expected \`width\` × \`height\` × \`scale\`² to be ${most}, got 2500000000`;
    expect(videoProblems({ width: 6250, height: 6250, scale: 8 })).toContain(tooMany);
    expect(videoProblems({ width: 16_384, height: 16_384 })).toEqual([
      `Expected \`width\` × \`height\` × \`scale\`² to be ${most}, got 268435456`,
    ]);
  });
});

describe('resolveVideo() checks limits', () => {
  it('fills in those that are left out', () => {
    expect(resolveVideo({ ...video, limits: { frames: 10 } }).limits).toEqual({ ...DEFAULT_LIMITS, frames: 10 });
    expect(resolveVideo({ ...video, limits: undefined }).limits).toEqual(DEFAULT_LIMITS);
  });

  it.each([
    { limits: { frames: 0 }, problem: 'Expected `limits.frames` to be an integer above 0, got `0` (number)' },
    { limits: { side: 20_000 }, problem: 'Expected `limits.side` to be at most 16384, got `20000` (number)' },
    {
      limits: { stageMemoryBytes: '2GB' },
      problem: "Expected `limits.stageMemoryBytes` to be an integer above 0 (bytes), got '2GB'",
    },
    {
      limits: { renderTimeMs: 2 ** 31 },
      problem: 'Expected `limits.renderTimeMs` to be at most 2147483647 (milliseconds), got `2147483648` (number)',
    },
    { limits: { renderTime: 5 }, problem: 'Unknown option `limits.renderTime`' },
    { limits: 5, problem: 'Expected `limits` to be an object with limits, got `5` (number)' },
  ])('refuses $limits', ({ limits, problem }) => {
    expect(videoProblems({ limits })).toEqual([problem]);
    expect(problemsOf(resolveStill, { ...still, limits })).toEqual([problem]);
  });

  const tooMany = (count: number) =>
    `The video would have ${count} frames, more than 10 (\`limits.frames\`, --limit frames)`;

  it.each([
    { what: 'an array', options: { frames: new Array(11).fill(0) }, problems: [tooMany(11)] },
    { what: 'a count', options: { frameCount: 11 }, problems: [tooMany(11)] },
    { what: 'a range', options: { range: [5, 15] }, problems: [tooMany(11)] },
    { what: 'a range of an array', options: { frames: new Array(99).fill(0), range: [5, 14] }, problems: [] },
    { what: 'a range beyond an array', options: { frames: new Array(9).fill(0), range: [0, 1e9] }, problems: [] },
    { what: 'an endless source', options: { frames: (function* () {})() }, problems: [] },
  ])('says that there are too many frames where that is known: $what', ({ options, problems }) => {
    expect(videoProblems({ ...options, limits: { frames: 10 } })).toEqual(problems);
  });

  it('lists what goes beyond them with all other problems', () => {
    const options = { width: 1000, height: 800, fps: -1, frameCount: 5 };
    expect(videoProblems({ ...options, limits: { side: 900, framePixels: 10_000, frames: 4 } })).toEqual([
      expect.stringMatching(/^Expected `fps` /),
      'Expected `width` × `scale` to be at most 900 (`limits.side`, --limit side), got 1000',
      'Expected `width` × `height` × `scale`² to be at most 10000 pixels (`limits.framePixels`, --limit frame-pixels), got 800000',
      'The video would have 5 frames, more than 4 (`limits.frames`, --limit frames)',
    ]);
  });
});

describe('resolveVideo() checks the output', () => {
  it.each([
    { output: 'wave.avi', got: '.avi' },
    { output: 'wave.mp4.gz', got: '.gz' },
    { output: 'wave', got: resolve('wave') },
  ])('refuses $output', ({ output, got }) => {
    expect(videoProblems({ output })).toEqual([
      `Expected \`output\` to end in .mp4, .webm, .mov, .gif, .webp, .apng, a pattern of pictures such as frames/%05d.png, or a slash for a folder of them, got '${got}'`,
    ]);
  });

  it('takes an extension in capitals', () => {
    expect(resolveVideo({ ...video, output: 'WAVE.MP4' }).output).toBe(resolve('WAVE.MP4'));
  });

  it('refuses a folder that has the name of a file', async () => {
    const folder = join(await tempFolder(), 'wave.mp4');
    await mkdir(folder);
    expect(videoProblems({ output: folder })).toEqual([`Expected \`output\` to be a file, but ${folder} is a folder`]);
  });

  it('takes a folder that is not there yet', async () => {
    const output = join(await tempFolder(), 'a/b/c/wave.mp4');
    expect(resolveVideo({ ...video, output }).output).toBe(output);
  });

  it('refuses an output below a file', async () => {
    const file = join(await tempFolder(), 'file');
    await writeFile(file, '');
    for (const output of [join(file, 'wave.mp4'), join(file, 'a/b/wave.mp4')]) {
      expect(videoProblems({ output })).toEqual([`The folder of \`output\` cannot be made: ${file} is not a folder`]);
    }
  });

  it('refuses a name that the file system does not take', () => {
    expect(videoProblems({ output: `${'a'.repeat(300)}.mp4` })).toEqual([expect.stringContaining('`output`')]);
  });
});

describe('resolveStill()', () => {
  it('fills in the documented defaults', () => {
    expect(resolveStill(still)).toEqual({
      scene: resolve('wave.scene.ts'),
      output: resolve('wave.png'),
      width: 1280,
      height: 720,
      scale: 1,
      framePixels: { width: 1280, height: 720 },
      capture: 'auto',
      gl: 'auto',
      fonts: [],
      allowHosts: [],
      frameTimeoutMs: 30_000,
      limits: DEFAULT_LIMITS,
      frame: 0,
      transparent: false,
      fps: { numerator: 30, denominator: 1 },
      ...FIGURE_DEFAULTS,
    });
  });

  it('takes odd sizes', () => {
    expect(resolveStill({ ...still, width: 1281, height: 721 }).framePixels).toEqual({ width: 1281, height: 721 });
  });

  it('keeps params whatever they are', () => {
    for (const params of [null, 0, '', [1], { phase: 1 }]) {
      expect(resolveStill({ ...still, params }).params).toBe(params);
    }
  });

  it.each([
    { field: 'frame', value: -1, problem: 'Expected `frame` to be an integer, 0 or above, got `-1` (number)' },
    { field: 'frame', value: 0.5, problem: 'Expected `frame` to be an integer, 0 or above, got `0.5` (number)' },
    { field: 'frame', value: '3', problem: "Expected `frame` to be an integer, 0 or above, got '3'" },
    { field: 'transparent', value: 1, problem: 'Expected `transparent` to be true or false, got `1` (number)' },
    { field: 'output', value: 'a.jpg', problem: "Expected `output` to end in .png, got '.jpg'" },
    { field: 'output', value: undefined, problem: 'Expected `output` to be a path that ends in .png, got nothing' },
    { field: 'width', value: 16_386, problem: 'Expected `width` to be at most 16384, got `16386` (number)' },
    { field: 'workers', value: 2, problem: 'Unknown option `workers`' },
  ])('refuses $field: $value', ({ field, value, problem }) => {
    expect(problemsOf(resolveStill, { ...still, [field]: value })).toEqual([problem]);
  });
});
