/*
Runs every block of code of README.md, of the other pages at the root, and of docs/: of each page as a reader would. Into an
empty folder goes plotreel, as `npm pack` made it, and there the page's blocks are run in their order. `npm run build` comes
before; `npx vitest run tests/docs -t docs/docker.md` runs one page.

  ts, js       run with Node.js. With a name (a first line like `// wave.scene.ts: …`, or ```ts [wave.scene.ts]) written under
               it instead: another block of the page has to run it, or it is a scene, which is drawn once. TypeScript is checked
               too, against the declarations that plotreel comes with
  sh           run with `bash -euo pipefail`; `npm install NAME` links NAME from the checkout
  python       run as the cells of one notebook, with plotly, pandas and IPython (`!command`)
  text, none   what the block before has printed: all these lines, in this order; `…` stands for anything within a line, and
               /home/me for the folder
  json, jsonc, yaml, dockerfile   parsed; with a name written under it
  others, and indented ones       refused

Where that is not enough, a comment that readers do not see stands right before the fence: <!-- example: PART; PART -->

  file=NAME           the block is this file
  needs=NAME, NAME    files that are put into the folder before, unless the page has made them: from tests/docs/given, else
                      from the checkout
  after=NAME          a file of tests/docs/given in the block's language, run before it: it declares what the block leaves open
  continues           goes on where the page's block before of the same language stopped: they are one script, run here
  packages=NAME       npm packages that are there besides, from the checkout
  exits=2             the exit code of a command that is meant to fail
  until=TEXT          commands that do not end, one a line: when one has printed this, it is interrupted
  runs=COMMAND        run before the block is looked at: prints what it shows, or runs the file that it is
  numbers vary        in what is printed each number stands for any
  stand-in=docker     the command is a script of tests/docs/stand-ins
  types only=REASON   TypeScript that is not run, but for its types
  not run: REASON     for what nothing else does, and for `a drawing` or `a signature`. The test prints these, and whatever a reader
                      would run otherwise
*/
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { scratchFolder } from '../support/scratch.ts';
import { type CodeBlock, codeBlocks } from './code-blocks.ts';
import { packPlotreel } from './installed-package.ts';
import { openPageSession, type PageSession } from './page-session.ts';
import { NO_PYTHON } from './python-session.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: CHECKOUT, exclude: ['**/node_modules/**'] }).sort();
const blocksOf = (page: string) => codeBlocks(page, readFileSync(join(CHECKOUT, page), 'utf8'));

/** Reasons that leave no code of a reader's unrun. */
const NO_CODE = ['a drawing', 'a signature'];

const root = scratchFolder();
let archive = '';
beforeAll(async () => {
  archive = await packPlotreel(root);
});

describe.each(pages.map((page) => ({ page, blocks: blocksOf(page) })).filter(({ blocks }) => blocks.length > 0))(
  '$page',
  ({ page, blocks }) => {
    let session: PageSession;
    beforeAll(async () => {
      const folder = join(root, page.replaceAll(/\W/g, '-'));
      mkdirSync(folder);
      session = await openPageSession(archive, folder);
    });
    afterAll(() => session?.close());

    for (const block of blocks) {
      const reason = whyNot(block);
      const name = `${block.place} ${block.language ?? 'indented'}`;
      if (reason === undefined) test(name, { timeout: 180_000 }, () => session.run(block));
      else test.skip(`${name}, not run: ${reason}`, () => {});
    }
    test('types, and files that no block runs', { timeout: 180_000 }, () => session.finish());
  },
);

afterAll(() => {
  const lines = pages.flatMap(blocksOf).flatMap((block) => {
    const reason = whyNot(block);
    if (reason !== undefined && NO_CODE.includes(reason)) return [];
    if (reason !== undefined) return [`${block.place}  not run: ${reason}`];
    if (block.mark.typesOnly !== undefined) return [`${block.place}  types only: ${block.mark.typesOnly}`];
    return block.mark.standIns.map((name) => `${block.place}  run with a stand-in for ${name}`);
  });
  console.log(`Blocks of the pages that are not run as a reader runs them:\n${lines.join('\n')}`);
});

function whyNot({ mark, language }: CodeBlock): string | undefined {
  return mark.notRun ?? (language === 'python' ? NO_PYTHON : undefined);
}
