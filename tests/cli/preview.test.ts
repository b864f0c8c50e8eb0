import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCli } from '../support/cli.ts';
import { descendants } from '../support/processes.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';
import { until } from '../support/until.ts';

const folder = scratchFolder();
const output = join(folder, 'out.mp4');

/** The address that a preview prints. */
async function urlOf(cli: ReturnType<typeof startCli>): Promise<string> {
  await until(() => cli.stdout().includes('\n'), `an address: ${cli.stderr()}`);
  return JSON.parse(cli.stdout()).url;
}

test('plotreel preview shows what it was given until Ctrl-C, and leaves nothing behind', async () => {
  const cli = startCli(['preview', fixture('index-card'), '-o', output, '--fps', '25', '--json']);
  const url = await urlOf(cli);
  const answer: unknown = await (await fetch(new URL('/api/state', url))).json();
  const command = `plotreel render ${fixture('index-card')} -o ${output} --fps 25`;
  expect(answer).toMatchObject({ name: 'index-card.scene.ts', command, job: { fps: 25 }, problem: null });
  // Has the browser of the film strip start.
  const picture = await fetch(new URL('/api/strip/0.png?version=0', url));
  expect(picture.headers.get('content-type')).toBe('image/png');
  cli.child.kill('SIGINT');
  expect(await cli.ended).toBe(0);
  expect(descendants(cli.pid)).toEqual([]);
  expect(leftovers(cli.pid)).toEqual([]);
});

test('plotreel preview - shows a figure from stdin', async () => {
  const cli = startCli(['preview', '-', '-o', output, '--reveal', 'x', '--duration', '1s', '--json']);
  cli.child.stdin.end(JSON.stringify({ data: [{ y: [1, 2, 4] }] }));
  const frames: unknown = await (await fetch(new URL('/api/frames', await urlOf(cli)))).json();
  expect(frames).toHaveLength(30);
});

test('plotreel preview shows frames of a file in their order', async () => {
  const frames = join(folder, 'frames.jsonl');
  writeFileSync(frames, '{"number":5}\n{"number":6}\n{"number":7}\n');
  const cli = startCli([
    'preview',
    fixture('index-card'),
    '-o',
    output,
    '--frames',
    frames,
    '--range',
    '1-2',
    '--json',
  ]);
  const url = await urlOf(cli);
  expect(await (await fetch(new URL('/api/frames', url))).json()).toEqual([1, 2]);
  const params: unknown = await (await fetch(new URL('/api/params?from=0&count=9', url))).json();
  expect(params).toMatchObject([{ json: '{"number":6}' }, { json: '{"number":7}' }]);
});

test('plotreel preview says also in the terminal what is wrong with a scene', async () => {
  const scene = join(folder, 'broken.scene.js');
  writeFileSync(scene, 'export default {\n  setup: () => (');
  const cli = startCli(['preview', scene, '-o', output]);
  await until(() => cli.stderr().includes('broken.scene.js:2'), 'what is wrong');
  expect(cli.stderr()).toContain('The scene has an error: ');
  cli.child.kill('SIGINT');
  expect(await cli.ended).toBe(0);
});

const broken = join(folder, 'broken.json');
writeFileSync(broken, '{ "data": [');

test.each<[what: string, args: string[], message: string]>([
  [
    'a wrong port',
    [fixture('index-card'), '--port', '70000'],
    "Expected --port to be an integer from 1 to 65535, got '70000'",
  ],
  ['wrong options', [fixture('index-card'), '--fps', '0'], 'Expected `fps`'],
  ['a broken figure', [broken], 'broken.json'],
  ['a scene that is not there', [join(folder, 'no.scene.ts')], 'Scene file not found'],
])('plotreel preview refuses %s before it listens', async (_, args, message) => {
  const cli = startCli(['preview', ...args, '-o', output]);
  expect(await cli.ended).toBe(2);
  expect(cli.stderr()).toContain(message);
  expect(cli.stdout()).toBe('');
});
