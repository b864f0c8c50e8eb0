import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { renderProcesses } from './support/processes.ts';
import { fixture, scratchFolder } from './support/scratch.ts';
import { until } from './support/until.ts';

const folder = scratchFolder();
const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const card = fixture('index-card');
const out = join(folder, 'out.mp4');

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

function plotreel(args: string[], input?: string): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error ? (child.exitCode ?? null) : 0, stdout, stderr });
    });
    child.stdin?.end(input ?? '');
  });
}

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('bad input is one clear error, exit code 2, and no file', () => {
  mkdirSync(join(folder, 'a-folder.mp4'));
  write('a-file', '');
  const noDefault = write('no-default.scene.ts', 'export const scene = 1;');
  const syntax = write('syntax.scene.ts', 'export default {\n  setup: () => ({ data: [ }),\n};');
  const noFigure = write('no-figure.scene.ts', 'export default { setup: () => 5, update() {}, frames: [1] };');
  const notScene = write('not-a-scene.ts', 'export default { setUp() {} };');
  const noFrames = write('no-frames.scene.ts', 'export default { setup: () => ({ data: [] }), update() {} };');
  const zeroFrames = write('zero.scene.ts', 'export default { setup: () => ({ data: [] }), update() {}, frames: [] };');
  const half = write(
    'half.scene.ts',
    'export default { setup: () => ({ data: [] }), update() {}, frames: { count: 1.5, params() {} } };',
  );
  const emptyFrames = write('empty.json', '[]');
  const brokenFrames = write('broken.jsonl', '{"number":1}\n{"number":');

  test.each<[what: string, args: string[], message: string | RegExp]>([
    ['unknown option', ['render', card, '-o', out, '--speeed', '2'], "unknown option '--speeed'"],
    ['no output', ['render', card], "required option '-o, --output <file>' not specified"],
    [
      'several wrong values',
      ['render', card, '-o', out, '--fps', '0', '--quality', '99', '--workers', '0'],
      /`quality`[\s\S]*`fps`[\s\S]*`workers`/,
    ],
    [
      'odd size',
      ['render', card, '-o', out, '--size', '101x100'],
      '`width` to be even for 4:2:0 video, got 101; the nearest for `width`: 100 and 102',
    ],
    [
      'size that is none',
      ['render', card, '-o', out, '--size', 'big'],
      "Expected --size to be WIDTHxHEIGHT, for example 1280x720, got 'big'",
    ],
    ['fps 0', ['render', card, '-o', out, '--fps', '0'], 'Expected `fps` to be a number above 0'],
    ['negative fps', ['render', card, '-o', out, '--fps', '-1'], /fps/],
    ['fps NaN', ['render', card, '-o', out, '--fps', 'NaN'], 'Expected `fps` to be a number above 0'],
    [
      'zero frames asked for',
      ['render', card, '-o', out, '--frame-count', '0'],
      'Expected `frameCount` to be an integer above 0, got `0` (number)',
    ],
    [
      'fractional frames',
      ['render', card, '-o', out, '--frame-count', '1.5'],
      'Expected `frameCount` to be an integer above 0',
    ],
    ['scene with fractional frames', ['render', half, '-o', out], 'an integer above 0 in number, got 1.5'],
    ['scene with zero frames', ['render', zeroFrames, '-o', out], 'an integer above 0 in number, got 0'],
    ['scene without frames', ['render', noFrames, '-o', out], 'The scene has no frames of its own: give `frames`'],
    ['empty source', ['render', card, '-o', out, '--frames', emptyFrames], 'The frame source is empty'],
    ['broken JSON lines', ['render', card, '-o', out, '--frames', brokenFrames], /broken\.jsonl: .*JSON.*\(line 2\)/],
    ['scene missing', ['render', 'nowhere.scene.ts', '-o', out], /Scene file not found: .*nowhere\.scene\.ts/],
    ['no default export', ['render', noDefault, '-o', out], 'has no default export'],
    ['syntax error', ['render', syntax, '-o', out], /syntax\.scene\.ts:2:\d+/],
    [
      'no scene',
      ['render', notScene, '-o', out],
      'The default export is not a scene: it needs the functions `setup` and `update`',
    ],
    [
      'setup without a figure',
      ['render', noFigure, '-o', out],
      '`setup` returned no figure: expected { data: [...], layout }, got 5',
    ],
    ['output is a folder', ['render', card, '-o', join(folder, 'a-folder.mp4')], /but .*a-folder\.mp4 is a folder/],
    ['folder cannot be made', ['render', card, '-o', join(folder, 'a-file', 'x.mp4')], /a-file is not a folder/],
    [
      'unknown extension',
      ['render', card, '-o', join(folder, 'x.avi')],
      /`output` to end in \.mp4, \.webm, .* or a slash for a folder of them, got '\.avi'/,
    ],
    [
      'another output',
      ['render', card, '-o', out, '--ffmpeg-args', 'other.mp4'],
      "'other.mp4' would name another output",
    ],
    [
      '10 GB frame',
      ['render', card, '-o', out, '--size', '16000x16000', '--scale', '3'],
      /`width` × `height` × `scale`² to be at most 67108864 pixels/,
    ],
    ['info on nothing', ['info', 'nowhere.mp4'], 'There is no file nowhere.mp4'],
    ['no such browser', ['render', card, '-o', out, '--browser', '/nowhere/chrome'], /browser/],
  ])('%s', async (what, args, message) => {
    const run = await plotreel(args);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/\n\s+at .*node_modules/);
    expect(run.code).toBe(what === 'no such browser' ? 1 : 2);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('plotreel', () => {
  const small = ['--size', '320x180', '--workers', '1'];

  test('render prints where the video is; info what it holds', async () => {
    const video = join(folder, 'card.mp4');
    const render = await plotreel(['render', card, '-o', video, '--range', '0-9', ...small]);
    // As root Chromium has no sandbox, which is said in one line.
    const warning = process.getuid?.() === 0 ? /^warning: Chromium runs without its sandbox .*\n$/ : /^$/;
    expect(render).toMatchObject({ code: 0, stderr: expect.stringMatching(warning) });
    expect(render.stdout).toContain(video);
    const info = await plotreel(['info', video, '--json']);
    expect(JSON.parse(info.stdout)).toMatchObject({
      ...{ frames: 10, width: 320, height: 180, fps: 30, fastStart: true },
      colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
    });
    expect((await plotreel(['info', video])).stdout).toMatch(/format +mp4\nframes +10\nsize +320x180/);
  });

  test('render --json prints progress and the result, a line each', async () => {
    const { stdout } = await plotreel([
      'render',
      card,
      '-o',
      join(folder, 'json.mp4'),
      '--json',
      '--range',
      '0-9',
      ...small,
    ]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line): { type: string } => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ type: 'result', frames: 10, capture: 'canvas' });
    expect(lines.at(-2)).toMatchObject({ type: 'progress', frames: 10, total: 10 });
  });

  test('render --json prints errors as a line', async () => {
    const props = JSON.stringify({ throwAt: 2 });
    const run = await plotreel(['render', fixture('faults'), '-o', out, '--json', '--props', props, ...small]);
    expect(run.code).toBe(1);
    const last: unknown = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ type: 'error', name: 'FrameError', frame: 2 });
  });

  test('render --quiet prints nothing', async () => {
    const run = await plotreel([
      'render',
      card,
      '-o',
      join(folder, 'quiet.mp4'),
      '--quiet',
      '--range',
      '0-1',
      ...small,
    ]);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each([
    ['a JSON array', 'frames.json', JSON.stringify([{ number: 4 }, { number: 5 }])],
    ['a JSON array over lines', 'frames-lines.json', JSON.stringify([{ number: 4 }, { number: 5 }], null, 1)],
    ['JSON lines', 'frames.jsonl', '{"number":4}\n{"number":5}\n'],
  ])('render --frames takes %s', async (_, name, content) => {
    const run = await plotreel([
      'render',
      card,
      '-o',
      join(folder, 'frames.mp4'),
      '--frames',
      write(name, content),
      '--json',
      ...small,
    ]);
    expect(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ type: 'result', frames: 2 });
  });

  test('render --frames - takes lines from stdin', async () => {
    const lines = [1, 2, 3].map((number) => `${JSON.stringify({ number })}\n`).join('');
    const run = await plotreel(
      ['render', card, '-o', join(folder, 'stdin.mp4'), '--frames', '-', '--json', ...small],
      lines,
    );
    expect(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ type: 'result', frames: 3 });
  });

  test('still writes a PNG of the size asked for', async () => {
    const picture = join(folder, 'still.png');
    const run = await plotreel(['still', card, '-o', picture, '--frame', '5', '--size', '320x180', '--scale', '2']);
    expect(run.code).toBe(0);
    const header = readFileSync(picture);
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([640, 360]);
  });

  test('still refuses a frame that is not there', async () => {
    const run = await plotreel(['still', card, '-o', join(folder, 'x.png'), '--frame', '47']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('Expected `frame` to be below 47') });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends a render within two seconds, with %i and nothing left', async (signal, code) => {
    const output = join(folder, 'ended.mp4');
    const child = spawn(process.execPath, [cli, 'render', card, '-o', output, '--frames', '-'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    for (let number = 0; number < 20; number++) child.stdin.write(`${JSON.stringify({ number })}\n`);
    await until(() => renderProcesses(child.pid).some(({ command }) => command.includes('--type=renderer')), 'a page');
    const started = renderProcesses(child.pid).map(({ pid }) => pid);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const asked = performance.now();
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(performance.now() - asked).toBeLessThan(2000);
    await until(() => started.every((pid) => !existsSync(`/proc/${pid}`)), 'its processes to end', 2);
    expect(readdirSync(folder).filter((name) => name.includes('ended'))).toEqual([]);
  });
});
