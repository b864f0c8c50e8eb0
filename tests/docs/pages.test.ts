// (how-to comes here)
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
    if (reason !== undefined) return [`${block.place}  not run: ${reason}`];
    return block.mark.standIns.map((name) => `${block.place}  run with a stand-in for ${name}`);
  });
  console.log(`Blocks of the pages that are not run as a reader runs them:\n${lines.join('\n')}`);
});

function whyNot({ mark, language }: CodeBlock): string | undefined {
  return mark.notRun ?? (language === 'python' ? NO_PYTHON : undefined);
}
