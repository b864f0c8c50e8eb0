import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  InputError,
  OutputError,
  type PlanOptions,
  plan,
  renderSegment,
  stitch,
  VersionMismatchError,
} from '../../src/index.ts';
import { planStatus } from '../../src/segments/status.ts';
import { tempFolder, writeScript } from '../install/temp-folder.ts';
import { startCli } from '../support/cli.ts';
import { fixture } from '../support/scratch.ts';
import { cardPlan, count, numbersIn, segmentsIn, sha256 } from '../support/segmented.ts';

/** A plan of four segments. */
async function planned(options: Partial<PlanOptions> = {}) {
  const folder = await tempFolder();
  const output = join(folder, 'out.mp4');
  const made = await plan(cardPlan(join(folder, 'job'), { output, ...options }));
  return { ...made, output };
}

const planIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));

describe('plan()', () => {
  test('says what there is to do, and does nothing when it is there', async () => {
    const made = await planned();
    expect(made).toMatchObject({ frames: 47, segments: 4, notes: [] });
    const text = readFileSync(join(made.folder, 'plan.json'), 'utf8');
    const again = await plan(cardPlan(made.folder, { output: made.output }));
    expect(again.spec).toBe(made.spec);
    expect(readFileSync(join(made.folder, 'plan.json'), 'utf8')).toBe(text);
    const elsewhere = join(made.folder, 'elsewhere.mp4');
    expect((await plan(cardPlan(made.folder, { output: elsewhere }))).spec).toBe(made.spec);
    expect(planIn(made.folder)).toEqual({ ...JSON.parse(text), output: { path: elsewhere } });
  });

  test('refuses a folder with the plan of another job', async () => {
    const { folder, output } = await planned();
    await expect(plan(cardPlan(folder, { output, fps: 25 }))).rejects.toThrow(
      /has the plan of another job \(another fps\): choose/,
    );
  });

  test('depends on the job alone', async () => {
    const [one, two] = [await planned(), await planned()];
    expect(two.spec).toBe(one.spec);
    const other = await planned({ quality: 20 });
    expect(other.spec).not.toBe(one.spec);
  });

  test.each<[Partial<PlanOptions>, RegExp]>([
    [{ segmentFrames: 0 }, /Expected `segmentFrames` to be an integer above 0, got `0`/],
    [{ folder: '' }, /Expected `folder` to be a folder or s3:/],
    [{ frames: [] }, /The frame source is empty/],
    [{ range: [50, 60] }, /The scene has 47 frames of its own, `range` begins at 50/],
    [{ frames: [{ number: () => 1 }] }, /Frame 0: params.number is a function/],
  ])('refuses %j', async (options, message) => {
    const folder = await tempFolder();
    const options_ = cardPlan(join(folder, 'job'), { output: join(folder, 'out.mp4'), ...options });
    await expect(plan(options_)).rejects.toThrow(message);
    expect(existsSync(join(folder, 'job', 'plan.json'))).toBe(false);
  });

  test('names x264 although NVENC may be there: its bytes are the same everywhere', async () => {
    const { folder } = await planned();
    expect(planIn(folder).video).toMatchObject({ codec: 'h264', encoder: 'cpu', fps: '30/1' });
  });
});

describe('renderSegment() and stitch()', () => {
  test('make the video, in any order, from a folder that was moved', async () => {
    const { folder, segments, output } = await planned({ frames: count(20).map((number) => ({ number })) });
    const results = [];
    for (const index of count(segments).reverse()) results.push(await renderSegment(folder, index, { workers: 1 }));
    expect(results.map(({ index, frames }) => [index, frames])).toEqual([
      [1, 8],
      [0, 12],
    ]);
    expect(new Set(results.flatMap(({ frameHashes }) => frameHashes)).size).toBe(20);
    expect(await stitch(folder)).toMatchObject({ path: output, frames: 20, fps: 30, codec: 'h264', notes: [] });
    expect(await numbersIn(output)).toEqual(count(20));
    const elsewhere = join(await tempFolder(), 'elsewhere.mp4');
    expect((await stitch(folder, { output: elsewhere })).path).toBe(elsewhere);
    expect(sha256(elsewhere)).toBe(sha256(output));
  });

  test('refuse what is no plan, and what the plan does not have', async () => {
    const folder = await tempFolder();
    await expect(renderSegment(folder, 0)).rejects.toThrow(/There is no plan in/);
    writeFileSync(join(folder, 'plan.json'), '{"format": 1}');
    await expect(stitch(folder)).rejects.toThrow(/The plan in .* is damaged, or was made by another plotreel/);
    const made = await planned();
    await expect(renderSegment(made.folder, 4)).rejects.toThrow(/from 0 to 3, got 4/);
    await expect(renderSegment(made.folder, 0.5)).rejects.toThrow(InputError);
    // As a program's arguments are.
    await expect(renderSegment(made.folder, JSON.parse('"1"'))).rejects.toThrow(/from 0 to 3, got '1'/);
    await expect(stitch(made.folder)).rejects.toThrow(new OutputError(missing('0, 1, 2, 3')));
    await expect(stitch(made.folder, { output: 'out.gif' })).rejects.toThrow(/of the plan's format, mp4/);
    await renderSegment(made.folder, 1, { workers: 1 });
    await expect(stitch(made.folder)).rejects.toThrow(new OutputError(missing('0, 2, 3')));
    expect(await planStatus(made.folder)).toMatchObject({ segments: 4, done: 1, missing: [0, 2, 3], damaged: {} });
    expect(existsSync(made.output)).toBe(false);
  });

  test.each<[what: string, change: (plan: ReturnType<typeof planIn>) => void]>([
    ['another size', (plan) => Object.assign(plan.stage, { width: 320 })],
    ['hosts that it may reach', (plan) => plan.stage.allowHosts.push('example.org')],
    ['arguments of ffmpeg', (plan) => plan.video.ffmpegArgs.push('-tune', 'animation')],
  ])('refuse a plan that was changed: %s', async (_, change) => {
    const { folder } = await planned();
    const text = planIn(folder);
    change(text);
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(text));
    await expect(renderSegment(folder, 0)).rejects.toThrow(/was changed: its hash is wrong/);
  });

  test.each<[what: string, change: (plan: ReturnType<typeof planIn>) => void]>([
    ['an address of this machine', (plan) => plan.stage.allowHosts.push('localhost')],
    ['a second output of ffmpeg', (plan) => plan.video.ffmpegArgs.push('-f', 'null', '/tmp/other.mp4')],
    ['a size that is none', (plan) => Object.assign(plan.stage, { width: -1 })],
    ['a path from where it is read', (plan) => Object.assign(plan.output, { path: 'out.mp4' })],
  ])('refuse a plan that asks for what options cannot, its hash made right: %s', async (_, change) => {
    const { folder } = await planned();
    const text = planIn(folder);
    change(text);
    // Whoever changes a plan can make its hash too; here it is never reached.
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(text));
    await expect(renderSegment(folder, 0)).rejects.toThrow(/is damaged, or was made by another plotreel/);
  });

  test.each(['scene', 'probes', 'params'])('refuse a plan of which the %s were changed', async (what) => {
    const { folder } = await planned({ frames: count(20).map((number) => ({ number })) });
    const { inputs, segments } = planIn(folder);
    const name = `inputs/${what === 'params' ? segments[1].params : inputs[what]}`;
    const bytes = readFileSync(join(folder, name));
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
    writeFileSync(join(folder, name), bytes);
    await expect(renderSegment(folder, 1, { workers: 1 })).rejects.toThrow(InputError);
    expect((await planStatus(folder)).done).toBe(0);
  });

  test("draw what the plan's maker would, whatever the time zone here", async () => {
    const folder = await tempFolder();
    const hashes: string[] = [];
    for (const [name, TZ] of Object.entries({ tokyo: 'Asia/Tokyo', lima: 'America/Lima' })) {
      const job = join(folder, name);
      const args = [fixture('local-time'), '-o', join(folder, `${name}.mp4`), '--out', job, '--size', '320x180'];
      expect(await startCli(['plan', ...args], { env: { TZ } }).ended).toBe(0);
      const here = await renderSegment(job, 0, { workers: 1 });
      rmSync(join(job, 'segments'), { recursive: true });
      expect(await startCli(['segment', job, '--index', '0'], { env: { TZ } }).ended).toBe(0);
      const manifest = JSON.parse(readFileSync(join(segmentsIn(job), '00000.json'), 'utf8'));
      expect(here.frameHashes).toEqual(manifest.frames);
      hashes.push(...here.frameHashes);
    }
    expect(new Set(hashes).size).toBe(2);
  });

  test('refuse options that there are not', async () => {
    const { folder } = await planned();
    const options = { workers: 0, quality: 3 };
    const problems = ['Expected `workers` to be an integer above 0', 'Unknown option `quality`'];
    for (const problem of problems) await expect(renderSegment(folder, 0, options)).rejects.toThrow(problem);
    await expect(stitch(folder, Object.assign({ output: 'out.mp4' }, { quality: 3 }))).rejects.toThrow(
      'Unknown option `quality`',
    );
  });

  test('lay the pictures beside another output, wherever the plan would have them', async () => {
    const { folder, segments, output } = await planned({
      range: [0, 9],
      poster: join(await tempFolder(), 'poster.png'),
    });
    for (const index of count(segments)) await renderSegment(folder, index, { workers: 1 });
    const elsewhere = await tempFolder();
    const result = await stitch(folder, { output: join(elsewhere, 'out.mp4') });
    expect(result.poster).toBe(join(elsewhere, 'poster.png'));
    expect(readdirSync(elsewhere).sort()).toEqual(['out.mp4', 'poster.png']);
    expect([output, planIn(folder).output.poster].map((path) => existsSync(path))).toEqual([false, false]);
  });

  test('refuse other versions than the plan was made with', async () => {
    const { folder } = await planned();
    const ffmpeg = await writeScript(join(folder, 'ffmpeg'), 'echo "ffmpeg version 9.9.9 Copyright"');
    const mismatch = await renderSegment(folder, 0, { ffmpeg }).catch((error: unknown) => error);
    expect(mismatch).toBeInstanceOf(VersionMismatchError);
    expect(mismatch).toMatchObject({ differences: [expect.stringMatching(/^ffmpeg: 9\.9\.9 instead of \d/)] });
    await expect(stitch(folder, { ffmpeg })).rejects.toThrow(VersionMismatchError);
  });
});

function missing(indices: string): string {
  return `Segments ${indices} are missing: render what is not there again, then stitch`;
}
