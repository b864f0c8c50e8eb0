import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATA_CHECKS } from './check-data.ts';
import { checkPrinted } from './check-printed.ts';
import { typeProblems } from './check-types.ts';
import type { CodeBlock } from './code-blocks.ts';
import { installPlotreel, linkPackages } from './installed-package.ts';
import { openPython, type PythonSession } from './python-session.ts';
import { putStandIn, readersEnvironment } from './readers-environment.ts';
import { runCommand } from './run-command.ts';

/** A reader at work on one page: a folder where plotreel is installed, and the page's blocks run in it, one after the other. */
export interface PageSession {
  /** @throws Error when the block does not do what it should, or nobody knows how to run it */
  run(block: CodeBlock): Promise<void>;
  /** Checks the types of all that the page has in TypeScript, and that each of its files was used. */
  finish(): Promise<void>;
  close(): void;
}

/** @param archive plotreel as `npm pack` made it @param folder empty */
export async function openPageSession(archive: string, folder: string): Promise<PageSession> {
  await installPlotreel(archive, folder);
  const env = readersEnvironment(folder);
  putStandIn(folder, 'npm');
  const done: CodeBlock[] = [];
  /** Files of TypeScript since types were checked, with the blocks that they are from; undefined for what tests bring. */
  const unchecked = new Map<string, CodeBlock | undefined>();
  let printed = '';
  let python: PythonSession | undefined;

  const command = async (words: readonly string[], { mark }: CodeBlock) => {
    const { exitCode, printed: output } = await runCommand(words, { cwd: folder, env, until: mark.until });
    printed = output;
    const expected = mark.until === undefined ? [mark.exits] : [0, 130];
    if (!expected.includes(exitCode)) throw new Error(`It exits with ${exitCode}:\n${printed}`);
  };
  // Into one stream, so that what is printed keeps its order.
  const shell = (script: string, block: CodeBlock) =>
    command(['bash', '-euo', 'pipefail', '-c', `exec 2>&1\n${script}`], block);

  const checkTypes = async () => {
    const problems = unchecked.size === 0 ? [] : await typeProblems(folder, [...unchecked.keys()]);
    const placed = problems.map((problem) => onPage(problem, unchecked));
    unchecked.clear();
    if (placed.length > 0) throw new Error(placed.join('\n'));
  };

  const runScript = async (block: CodeBlock) => {
    const { after } = block.mark;
    const name = block.file ?? `block-${block.lines[0]}.${block.language}`;
    const isTyped = block.language === 'ts';
    if (isTyped) unchecked.set(name, block);
    if (after !== undefined) {
      give(folder, after);
      if (isTyped) unchecked.set(after, undefined);
    }
    if (block.file !== undefined) return;
    write(folder, name, block.text);
    if (block.mark.typesOnly !== undefined) return;
    const before = after === undefined ? [] : ['--import', `./${after}`];
    await command([process.execPath, ...before, name], block);
  };

  const runPython = async ({ mark, file, text }: CodeBlock) => {
    python ??= openPython(folder, env);
    if (mark.after !== undefined) {
      give(folder, mark.after);
      await python.run(`%run -i ${mark.after}`);
    }
    if (file === undefined) printed = await python.run(text);
  };

  const runShell = async (block: CodeBlock) => {
    const { after } = block.mark;
    if (after !== undefined) give(folder, after);
    const before = after === undefined ? '' : `. ./${after}\n`;
    if (block.file !== undefined) return;
    // Of commands that do not end each is one by itself.
    const scripts = block.mark.until === undefined ? [block.text] : block.text.trim().split('\n');
    for (const script of scripts) await shell(before + script, block);
  };

  const ways: Record<string, (block: CodeBlock) => unknown> = {
    ts: runScript,
    js: runScript,
    python: runPython,
    sh: runShell,
    text: ({ text, mark }) => checkPrinted(text, { printed, folder, numbersVary: mark.numbersVary }),
    ...Object.fromEntries(Object.entries(DATA_CHECKS).map(([name, check]) => [name, ({ text }) => check(text)])),
  };

  return {
    run: async (block) => {
      const { language, mark, file } = block;
      if (language === undefined) throw new Error('Indented, so nobody knows what it is: use a fence with a language');
      const way = ways[language || 'text'];
      if (!way) throw new Error(`Nobody knows how to run ${language}: say so, or add it to tests/docs/page-session.ts`);
      linkPackages(folder, mark.packages);
      for (const name of mark.standIns) putStandIn(folder, name);
      for (const name of mark.needs) give(folder, name);
      // When a page writes a file again, the types of the first version count too.
      if (file !== undefined && unchecked.has(file)) await checkTypes();
      if (file !== undefined) write(folder, file, block.text);
      if (mark.runs !== undefined) await shell(mark.runs, block);
      // A script that goes on in a later block is run there.
      if (block.joinedInto === undefined) await way(block);
      done.push(block);
    },
    finish: async () => {
      await checkTypes();
      for (const block of done) {
        const { file, place, mark } = block;
        if (file === undefined || mark.typesOnly !== undefined || !/\.(ts|js|py|sh)$/.test(file)) continue;
        // Found by its name, by what reads it.
        if (/\.config\.[jt]s$/.test(file)) continue;
        const mentions = (other: CodeBlock) => `${other.text} ${other.mark.runs}`.includes(basename(file));
        if (mark.runs?.includes(file) || done.some((other) => other.file !== file && mentions(other))) continue;
        if (!/\.scene\.[jt]s$/.test(file)) throw new Error(`${place}: no block of the page runs ${file}`);
        await shell(`plotreel still ${file} --frame 0 -o still.png`, block);
      }
    },
    close: () => python?.close(),
  };
}

/** Puts a file there that the page has not made itself, from tests/docs/given or from the checkout. */
function give(folder: string, name: string): void {
  const to = join(folder, name);
  if (existsSync(to)) return;
  const from = [`given/${name}`, `../../${name}`]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (from === undefined) throw new Error(`Neither in tests/docs/given nor in the checkout: ${name}`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Says where on the page a problem lies: `wave.scene.ts(3,5): …` becomes `README.md:12: wave.scene.ts(3,5): …`. */
function onPage(problem: string, files: ReadonlyMap<string, CodeBlock | undefined>): string {
  const [, file = '', line] = /^(.+?)\((\d+),\d+\): /.exec(problem) ?? [];
  const block = files.get(file);
  return block ? `${block.place.replace(/\d+$/, `${block.lines[Number(line) - 1]}`)}: ${problem}` : problem;
}
