// The package as it is installed, in a project for each runner.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { typeProblems } from '../docs/check-types.ts';
import { installPlotreel, linkPackages, packPlotreel } from '../docs/installed-package.ts';
import { readersEnvironment } from '../docs/readers-environment.ts';
import { runCommand } from '../docs/run-command.ts';
import { scratchFolder } from '../support/scratch.ts';

const RUNNERS = [
  {
    ...{ runner: 'vitest', packages: ['vitest'], testFile: 'wave.test.ts', update: ['-u'] },
    command: ['node_modules/.bin/vitest', 'run', '--no-color', '--testTimeout', '60000'],
  },
  {
    ...{
      runner: 'playwright',
      packages: ['@playwright/test'],
      testFile: 'wave.spec.ts',
      update: ['--update-snapshots'],
    },
    command: ['node_modules/.bin/playwright', 'test', '--reporter', 'line'],
  },
  {
    ...{ runner: 'node', packages: [], testFile: 'wave.test.ts', update: ['--test-update-snapshots'] },
    command: [process.execPath, '--test', '--test-reporter', 'tap'],
  },
];

const WAVE = readFileSync(new URL('../../examples/wave/wave.scene.ts', import.meta.url), 'utf8');
const folder = scratchFolder();

/** Name and content of what lies where goldens do. */
type Pictures = Record<string, Buffer>;

beforeAll(async () => {
  const archive = await packPlotreel(folder);
  for (const { runner, packages, testFile } of RUNNERS) {
    const project = join(folder, runner);
    await installPlotreel(archive, project);
    linkPackages(project, ['@types/node', ...packages]);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
    cpSync(fixture(runner), join(project, testFile));
  }
});

describe.each(RUNNERS)('plotreel/testing in $runner', ({ runner, command, update, testFile }) => {
  const project = join(folder, runner);
  const goldens = join(project, '__frames__', testFile);

  test('type-checks where no other runner is installed', async () => {
    expect(await typeProblems(project, [testFile])).toEqual([]);
  });

  test('makes goldens, compares with them, says what differs, makes none in CI', { timeout: 180_000 }, async () => {
    const run = async (args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) => {
      const { CI, ...env } = readersEnvironment(project);
      const files = runner === 'node' ? [testFile] : [];
      return runCommand([...command, ...args, ...files], { cwd: project, env: { ...env, ...more } });
    };
    const pictures = (): Pictures =>
      Object.fromEntries(readdirSync(goldens).map((name) => [name, readFileSync(join(goldens, name))]));
    const golden = expect.stringMatching(new RegExp(`^wave-12-${process.platform}-chromium\\d+\\.png$`));

    writeFileSync(join(project, 'wave.scene.ts'), WAVE);
    const made = await run();
    expect(made.exitCode, made.printed).toBe(0);
    const first = pictures();
    expect(Object.keys(first)).toEqual([golden]);

    const inCi = await run([], { CI: 'true', MORE: 'yes' });
    expect(inCi.exitCode, inCi.printed).toBe(1);
    expect(inCi.printed).toContain('Frame 7 has nothing to be compared with');
    expect(inCi.printed).not.toContain('Frame 12');
    expect(pictures()).toEqual(first);

    writeFileSync(join(project, 'wave.scene.ts'), WAVE.replace("mode: 'lines'", "mode: 'lines', line: { width: 5 }"));
    const changed = await run();
    expect(changed.exitCode, changed.printed).toBe(1);
    expect(changed.printed).toMatch(/Frame 12 is not as in __frames__\S+: \d+ pixels differ/);
    const kinds = Object.keys(pictures()).flatMap((name) => /-([a-z]+)\.png$/.exec(name)?.[1] ?? []);
    expect(kinds.toSorted()).toEqual(['actual', 'diff', 'expected']);

    const updated = await run(update);
    expect(updated.exitCode, updated.printed).toBe(0);
    expect(Object.keys(pictures())).toEqual([golden]);
    expect(pictures()).not.toEqual(first);
  });
});

function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/runners/${name}.ts`, import.meta.url));
}
