// Real figures with something wrong in them: each ends in a video or in a typed error that says what is wrong. To repeat
// a run set PLOTREEL_FUZZ_SEED to the seed that it printed; to search longer, PLOTREEL_FUZZ_SECONDS.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type Content, loadContent, withFigure } from '../../src/content.ts';
import { InputError, PlotreelError } from '../../src/errors.ts';
import { readFigure } from '../../src/figure-input/read-figure.ts';
import { pack } from '../../src/frames/pack.ts';
import { renderVideo, type VideoOptions } from '../../src/index.ts';
import { resolveVideo } from '../../src/options/options.ts';
import { decode } from '../support/decode.ts';
import { type FuzzCase, fuzzCases, givenIn } from '../support/odd-figures/fuzz-case.ts';
import { renderProcesses } from '../support/processes.ts';
import { leftovers, scratchFolder } from '../support/scratch.ts';

const seed = Number(process.env.PLOTREEL_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 30));
const seconds = Number(process.env.PLOTREEL_FUZZ_SECONDS ?? 60);
/** Thousands of figures are read in the time in which one is rendered. */
const READING = seconds * 0.25;
const RENDERING = seconds * 0.75;

/** However slow the machine, so many are rendered. */
const FEWEST_RENDERED = 3;
/** No figure may keep plotreel busy for longer, in milliseconds; all deadlines of a render together are less. */
const LONGEST = 180_000;
const FRAME_TIMEOUT = 8000;
/** Each keyframe adds a second to the deadline of a figure that hangs: those with hundreds are planned only. */
const LONGEST_START = 75_000;

const size = { width: 160, height: 120 };
const folder = scratchFolder();
const prototypes = [Object.prototype, Array.prototype, Function.prototype];
const ownKeys = prototypes.map(Reflect.ownKeys);

afterEach(() => {
  expect(prototypes.map(Reflect.ownKeys), 'no prototype was changed').toEqual(ownKeys);
});

test('mutated figures are read and planned, or refused by name', { timeout: READING * 1000 + 60_000 }, async ({
  task,
}) => {
  const outcomes = new Map<string, number>();
  const property = fc.asyncProperty(fuzzCases('any'), async (fuzzed) => {
    const { outcome } = await plan(fuzzed);
    count(outcomes, outcome);
  });
  const limits = { interruptAfterTimeLimit: READING * 1000, numRuns: Number.MAX_SAFE_INTEGER };
  const { counterexample, errorInstance } = await fc.check(property, { seed, ...limits });
  if (counterexample) throw failure(seed, counterexample[0], errorInstance);
  task.meta.row = { fault: `${total(outcomes)} mutated figures read, seed ${seed}`, seen: describe(outcomes) };
});

test('mutated figures end in a video or in a typed error', { timeout: RENDERING * 1000 + 2 * LONGEST }, async ({
  task,
}) => {
  const outcomes = new Map<string, number>();
  const end = Date.now() + RENDERING * 1000;
  for (let i = seed; Date.now() < end || total(outcomes) < FEWEST_RENDERED; i++) {
    const [fuzzed] = fc.sample(fuzzCases('object'), { seed: i, numRuns: 1 });
    if (!fuzzed) throw new RangeError('No case');
    try {
      const { content } = await plan(fuzzed);
      if (content && content.startTimeoutMs <= LONGEST_START) count(outcomes, await render(fuzzed, content));
    } catch (error) {
      throw failure(i, fuzzed, error);
    }
  }
  task.meta.row = {
    fault: `${total(outcomes)} mutated figures rendered, seed ${seed}`,
    seen: `${describe(outcomes)}; nothing left`,
  };
});

interface Planned {
  /** 'video' or the class of an error. */
  outcome: string;
  content?: Content;
}

/** Does what comes before a browser is started. @throws when the figure ends in anything but a plan or an InputError */
async function plan(fuzzed: FuzzCase): Promise<Planned> {
  const given = givenIn(fuzzed);
  try {
    const figure = Buffer.isBuffer(given) ? await readFigure('-', { stdin: Readable.from([given]) }) : given;
    const job = resolveVideo(await withFigure(optionsOf(fuzzed, figure)));
    const content = await loadContent(job);
    pack(content.moments?.at(-1), 'params');
    return { outcome: 'video', content };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expectNamed(error);
    return { outcome: error.name };
  }
}

/** Renders two frames. @returns 'video' or the class of the error. @throws when it is none that may be */
async function render(fuzzed: FuzzCase, { moments = [] }: Content): Promise<string> {
  const middle = Math.floor(moments.length / 2);
  const range: [number, number] = [middle, Math.min(middle + 1, moments.length - 1)];
  const { output, ...options } = optionsOf(fuzzed, givenIn(fuzzed));
  const started = Date.now();
  try {
    const { frames } = await renderVideo({ ...options, output, range });
    const video = await decode(output, size);
    expect([frames, video.frames.length]).toEqual([range[1] - range[0] + 1, range[1] - range[0] + 1]);
    return 'video';
  } catch (error) {
    if (!(error instanceof PlotreelError)) throw error;
    expectNamed(error);
    expect(existsSync(output), 'an error leaves no video').toBe(false);
    return error.name;
  } finally {
    expect(Date.now() - started).toBeLessThan(LONGEST);
    expect({ processes: renderProcesses(), leftovers: leftovers() }).toEqual({ processes: [], leftovers: [] });
  }
}

let videos = 0;

function optionsOf({ options }: FuzzCase, figure: object): VideoOptions & { output: string } {
  const output = join(folder, `${videos++}.mp4`);
  return { figure, output, ...size, frameTimeoutMs: FRAME_TIMEOUT, workers: 1, ...options };
}

/**
 * A field or a file, what plotly.js says, a deadline, or a browser that gave up. What plotreel's own code stumbles over
 * says none of these.
 */
const NAMED =
  /`|figure|Standard input|nests without end|plotly\.js \S+ cannot draw this|did not|not drawn within|missing|crashed|ended/;

function expectNamed({ message }: PlotreelError): void {
  expect(message.replace('`setup` failed', '')).toMatch(NAMED);
  for (const line of message.split('\n')) expect(line.length, line.slice(0, 300)).toBeLessThan(1500);
}

function failure(seed: number, fuzzed: FuzzCase, cause: unknown): Error {
  const shown = inspect(fuzzed, { depth: 8, maxStringLength: 200, maxArrayLength: 10 });
  const reason = cause instanceof Error ? cause.stack : String(cause);
  return new Error(`PLOTREEL_FUZZ_SEED=${seed}\n${shown}\n${reason}`, { cause });
}

function count(outcomes: Map<string, number>, outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

function total(outcomes: ReadonlyMap<string, number>): number {
  return [...outcomes.values()].reduce((sum, number) => sum + number, 0);
}

function describe(outcomes: ReadonlyMap<string, number>): string {
  return [...outcomes]
    .toSorted()
    .map(([outcome, number]) => `${number} × ${outcome}`)
    .join(', ');
}
