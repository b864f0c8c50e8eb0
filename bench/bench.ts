// Measures how fast plotreel is, where the time goes and how much memory it takes, beside the script that one writes
// without it: node bench/bench.ts [--quick] [--only SUITE] [--out out/bench]
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { reportError, untilSignal } from '../src/cli/exit.ts';
import { InputError } from '../src/errors.ts';
import { describeMachine, findBenchTools } from './machine.ts';
import { findBuild } from './plotreel-build.ts';
import { writeHtmlReport } from './report-html.ts';
import { textReport } from './report-text.ts';
import type { Results } from './results.ts';
import { runSuite } from './run-suite.ts';
import { listSuites, type Suite } from './suites.ts';

try {
  const results = await untilSignal(bench);
  console.log(textReport(results));
  if (results.cases.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
} catch (error) {
  process.exitCode = reportError(error, {});
}

async function bench(signal: AbortSignal): Promise<Results> {
  const flags = readFlags();
  const build = findBuild();
  if (build.stale) console.error(`warning: ${build.kind} is older than the sources: npm run build`);
  const tools = await findBenchTools();
  const machine = await describeMachine(tools);
  if (machine.load > machine.cores / 4) console.error(`warning: the machine is busy (load ${machine.load.toFixed(1)})`);
  const suites = chooseSuites(listSuites({ cores: machine.cores, quick: flags.quick }), flags.only);
  const out = resolve(flags.out);
  const videos = join(out, 'videos');
  await mkdir(videos, { recursive: true });

  const results: Results = {
    date: new Date().toISOString(),
    machine,
    build: build.kind,
    quick: flags.quick,
    cases: [],
  };
  for (const suite of suites) {
    results.cases.push(
      ...(await runSuite(suite, { tools, plotreel: build.entry, videos, rounds: flags.quick ? 1 : 3, signal })),
    );
    // After each suite: what is measured is not lost when a later one is ended.
    await writeFile(join(out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
    await writeHtmlReport(join(out, 'index.html'), results);
  }
  console.error(`\n${join(out, 'results.json')}\n${join(out, 'index.html')}\n`);
  return results;
}

function readFlags() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      out: { type: 'string', default: 'out/bench' },
    },
  });
  return values;
}

/** @param wanted beginnings of names; undefined: all */
function chooseSuites(suites: Suite[], wanted: string[] | undefined): Suite[] {
  const chosen = wanted ? suites.filter(({ name }) => wanted.some((start) => name.startsWith(start))) : suites;
  if (chosen.length > 0) return chosen;
  throw new InputError(`Expected --only to be one of ${suites.map(({ name }) => name).join(', ')}, got ${wanted}`);
}
