import { basename } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { InputError } from '../errors.ts';

/**
 * What becomes of goldens:
 * - `all`: made anew, where a single bit differs
 * - `changed`: made where they are missing or do not match
 * - `missing`: made where they are missing
 * - `none`: none is made
 */
export type Update = 'all' | 'changed' | 'missing' | 'none';

/** What a runner says of the test that runs. */
export interface TestRun {
  /** Absolute path of the test file. */
  file: string;
  update: Update;
  /** The command that makes goldens anew. */
  updateCommand: string;
  /** Whether it is asked that they do not match. */
  isNot: boolean;
  /** Adds a picture to the test's report. */
  attach(path: string): Promise<void>;
}

/** What matchers get as `this`: Vitest's state, or Playwright's. */
export interface MatcherState {
  readonly isNot?: boolean;
}

/** The test that a matcher is called in. @throws InputError when no runner knows of it */
export async function testRunOf(state: MatcherState): Promise<TestRun> {
  return vitestRun(state) ?? (await playwrightRun(state));
}

/** A test of `node:test`, or of another runner without matchers. @throws InputError when its file is not known */
export function nodeRun(file: string | undefined): TestRun {
  if (file === undefined)
    throw new InputError(
      'The test file cannot be told from the stack: call and await this in a function of the test file',
    );
  return {
    file,
    update: unlessInCi(process.execArgv.includes('--test-update-snapshots') ? 'all' : 'missing'),
    updateCommand: 'node --test --test-update-snapshots',
    isNot: false,
    attach: async () => {},
  };
}

function vitestRun(state: MatcherState): TestRun | undefined {
  const file = read(state, 'testPath');
  if (typeof file !== 'string') return undefined;
  const snapshots = read(state, 'snapshotState');
  // Vitest 5 has the first, versions before the second.
  const wanted = read(snapshots, 'snapshotUpdateState') ?? read(snapshots, '_updateSnapshot');
  const update = wanted === 'all' || wanted === 'none' ? wanted : 'missing';
  return {
    ...{ file, update: unlessInCi(update), updateCommand: 'npx vitest run -u', isNot: state.isNot === true },
    attach: async () => {},
  };
}

async function playwrightRun(state: MatcherState): Promise<TestRun> {
  const info = await playwrightTest();
  if (!info) {
    throw new InputError(
      'The test file cannot be told: matchers work in tests of Vitest and of @playwright/test; elsewhere there are assertFrame(), assertVideo() and assertDeterministic()',
    );
  }
  const { updateSnapshots } = info.config;
  return {
    file: info.file,
    update: unlessInCi(updateSnapshots === 'default' ? 'missing' : updateSnapshots),
    updateCommand: 'npx playwright test --update-snapshots',
    isNot: state.isNot === true,
    attach: (path) => info.attach(basename(path), { path, contentType: 'image/png' }),
  };
}

/** What Playwright knows of the test that runs; undefined when it is not installed, or runs none. */
async function playwrightTest(): Promise<TestInfo | undefined> {
  try {
    const { test } = await import('@playwright/test');
    return test.info();
  } catch {
    return undefined;
  }
}

/** Nobody would look at a golden that is made in CI, and the next run would make another one. */
function unlessInCi(update: Update): Update {
  const inCi = !['', '0', 'false', undefined].includes(process.env.CI);
  return inCi && update === 'missing' ? 'none' : update;
}

function read(from: unknown, key: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;
}
