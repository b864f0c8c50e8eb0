import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../support/scratch.ts';
import { codeBlocks } from './code-blocks.ts';
import { packPlotreel } from './installed-package.ts';
import { openPageSession } from './page-session.ts';
import { NO_PYTHON } from './python-session.ts';

const fence = (language: string, ...lines: string[]) => [`\`\`\`${language}`, ...lines, '```', ''].join('\n');
const mark = (text: string) => `<!-- example: ${text} -->\n`;

describe('codeBlocks()', () => {
  test('finds blocks wherever Markdown has them, with their lines', () => {
    const page = ['# Page', '', '- item', '', '  ~~~sh', '  ls', '  ~~~', '', 'Words', '', '    indented', ''].join(
      '\n',
    );
    expect(
      codeBlocks('page.md', page).map(({ place, language, text, lines }) => [place, language, text, lines[0]]),
    ).toEqual([
      ['page.md:5', 'sh', 'ls\n', 6],
      ['page.md:11', undefined, 'indented\n', 11],
    ]);
  });

  test.each([
    ['a comment', mark('file=a.scene.ts') + fence('ts', 'let a = 1;')],
    ['the first line', fence('ts', '// a.scene.ts: runs in the page', 'let a = 1;')],
    ['the fence', fence('ts [a.scene.ts]', 'let a = 1;')],
  ])('takes the name of a file from %s', (_, page) => {
    expect(codeBlocks('page.md', page)[0]?.file).toBe('a.scene.ts');
  });

  test('puts what goes on in a later block in front of it', () => {
    const page = fence('ts', 'const a = 1;') + fence('sh', 'ls') + mark('continues') + fence('ts', 'console.log(a);');
    const [first, , last] = codeBlocks('page.md', page);
    expect(first?.joinedInto).toBe(last?.place);
    expect(last?.text).toBe('const a = 1;\nconsole.log(a);\n');
    expect(last?.lines.slice(0, 2)).toEqual([2, 9]);
  });

  test.each([
    [
      'knows no such part',
      mark('need=fig.json') + fence('sh', 'ls'),
      'Not known in a comment about a block: need=fig.json',
    ],
    ['gives no reason', mark('not run:') + fence('sh', 'ls'), 'needs a reason'],
    ['belongs to no block', `${mark('exits=2')}\nWords\n`, 'none follows it'],
    ['is the last thing of the page', mark('exits=2'), 'none follows it'],
    ['continues nothing', mark('continues') + fence('ts', ''), 'none before it'],
  ])('refuses a comment that %s', (_, page, message) => {
    expect(() => codeBlocks('page.md', page)).toThrow(message);
  });
});

describe('openPageSession()', () => {
  const root = scratchFolder();
  let archive = '';
  beforeAll(async () => {
    archive = await packPlotreel(root);
  });

  /** A page from its first block to its last. */
  async function run(page: string): Promise<void> {
    const session = await openPageSession(archive, mkdtempSync(join(root, 'page-')));
    try {
      for (const block of codeBlocks('page.md', page)) await session.run(block);
      await session.finish();
    } finally {
      session.close();
    }
  }

  test('knows what blocks before have left: files, output', async () => {
    await run(
      [
        fence('json [numbers.json]', '[1, 2]'),
        fence(
          'ts',
          "import numbers from './numbers.json' with { type: 'json' };",
          'console.log(numbers.length, "of 3.5 s");',
        ),
        mark('numbers vary') + fence('', '2 of 9.25 s'),
        fence('sh', 'pwd', 'echo first; echo second >&2; echo third'),
        fence('text', '/home/me', 'first', 's…d', 'third'),
        mark('exits=2') + fence('sh', 'plotreel render nothing.json'),
        mark('until=ready') + fence('sh', 'echo ready; exec sleep 100'),
      ].join('\n'),
    );
  });

  test.skipIf(NO_PYTHON !== undefined)('runs Python as a notebook does', async () => {
    await run(fence('python', 'a = 2') + fence('python', '!echo $PWD', 'print(a + 1)') + fence('', '/home/me', '3'));
    await expect(run(fence('python', 'a'))).rejects.toThrow('NameError');
    await expect(run(fence('python', '!false'))).rejects.toThrow('It fails');
  });

  test.each([
    ['a command that fails', fence('sh', 'false', 'true'), 'exits with 1'],
    ['a command that fails in a pipe', fence('sh', 'cat nothing | cat'), 'nothing: No such file'],
    ['a command that is nowhere', fence('sh', 'npx plotreel-is-not-this'), 'exits with 1'],
    [
      'an option that plotreel has not',
      fence('sh', 'npx plotreel render fig.json -o fig.mp4 --fast'),
      "unknown option '--fast'",
    ],
    ['success where failure is promised', mark('exits=2') + fence('sh', 'true'), 'exits with 0'],
    ['a command that ends by itself', mark('until=ready') + fence('sh', 'true'), 'without printing ready'],
    ['a package that is not there', fence('sh', 'npm install not-among-them'), 'Not among'],
    ['a script that throws', fence('ts', "throw new Error('no');"), 'Error: no'],
    [
      'a script with a wrong type',
      fence('ts', 'export const a: string = 1;'),
      'page.md:2: block-2.ts(1,14): error TS2322',
    ],
    [
      'a first version with a wrong type',
      fence('ts [a.ts]', 'let a: string = 1;') + fence('ts [a.ts]', 'let a = 1;') + fence('sh', 'node a.ts'),
      'page.md:2: a.ts(1,5)',
    ],
    ['a type that plotreel does not have', fence('ts', "import type { Render } from 'plotreel';"), 'TS2305'],
    ['a file that nothing runs', fence('ts [a.ts]', 'let a = 1;'), 'no block of the page runs a.ts'],
    ['a scene that cannot be drawn', fence('ts [a.scene.ts]', 'export {};'), 'a.scene.ts'],
    ['output that is not printed', fence('sh', 'echo a; echo b') + fence('', 'b', 'a'), 'not printed (here): a'],
    ['JSON with a comma too many', fence('json', '[1,]'), 'JSON'],
    ['YAML that is none', fence('yaml', 'a: [1'), 'Flow sequence'],
    ['a Dockerfile that is none', fence('dockerfile', 'RUNS ls'), 'No instruction: RUNS ls'],
    ['a language that nobody runs', fence('cobol', 'STOP RUN.'), 'Nobody knows how to run cobol'],
    ['an indented block', 'Words\n\n    ls\n', 'Indented'],
  ])('refuses %s', async (_, page, message) => {
    await expect(run(page)).rejects.toThrow(message);
  });
});
