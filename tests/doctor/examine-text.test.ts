import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examineText } from '../../src/doctor/examine-text.ts';
import { readFigureTexts } from '../../src/doctor/figure-texts.ts';
import { byScript } from '../../src/doctor/scripts.ts';
import { requireBrowser } from '../../src/install/find-browser.ts';
import { readFonts } from '../../src/read-fonts.ts';
import { tempFolder } from '../install/temp-folder.ts';

const never = new AbortController().signal;
const fontFile = fileURLToPath(
  import.meta.resolve('@fontsource/press-start-2p/files/press-start-2p-latin-400-normal.woff2'),
);

async function trial(fonts: string[] = []) {
  const browser = await requireBrowser();
  const fixed = { figure: 'svg', capture: 'screenshot', gl: 'swiftshader' } as const;
  return { ...fixed, browser, sandbox: process.getuid?.() !== 0, fonts: await readFonts(fonts) };
}

describe('examineText()', () => {
  it('says what there are glyphs for', async () => {
    const [finding, ...others] = await examineText(await trial(), undefined, never);
    expect(finding).toMatchObject({ area: 'text', status: 'ok', text: expect.stringMatching(/^glyphs for Latin/) });
    expect(others).toEqual([]);
  });

  // Not assigned to anything: no font has it.
  const NO_GLYPH = '\u0378';
  const figure = { characters: `Größe${NO_GLYPH} `, families: ["'Press Start 2P'", 'No Such Font, Arial'] };

  it("warns about a figure's characters and fonts that are not there", async () => {
    const [, finding] = await examineText(await trial(), figure, never);
    expect(finding).toEqual({
      area: 'figure',
      status: 'warning',
      text: [
        `no glyphs for other scripts and signs: ${NO_GLYPH}`,
        "not the font that it asks for first: 'Press Start 2P'",
        'not the font that it asks for first: No Such Font, Arial',
      ].join('\n'),
      advice: expect.stringMatching(/fonts-noto-core[\s\S]*--font FILE/),
    });
  });

  it('counts a font from a file', async () => {
    const [, finding] = await examineText(await trial([fontFile]), { ...figure, characters: 'Groesse' }, never);
    expect(finding?.text).toBe('not the font that it asks for first: No Such Font, Arial');
  });

  it('has nothing to say about plain text in the default font', async () => {
    const [, finding] = await examineText(await trial(), { characters: 'Plain', families: ['Open Sans'] }, never);
    expect(finding).toMatchObject({ status: 'ok' });
  });
});

describe('readFigureTexts()', () => {
  it('reads texts and families wherever they are, but no data', async () => {
    const path = `${await tempFolder()}/figure.json`;
    const figure = {
      data: [
        {
          name: 'é',
          text: ['日', '$\\beta$'],
          x: { bdata: 'AAAAAAAA8D8=', dtype: 'f8' },
          textfont: { family: ['A', 'B'] },
        },
      ],
      layout: { title: { text: 'ñ', font: { family: 'C' } } },
    };
    await writeFile(path, JSON.stringify(figure));
    const { characters, families } = await readFigureTexts(path);
    expect([...'é日ñ'].every((character) => characters.includes(character))).toBe(true);
    expect(characters).not.toMatch(/[=β\\]/);
    expect(families).toEqual(['A', 'B', 'C']);
  });

  it('says that there is no figure', async () => {
    await expect(readFigureTexts('/no/such.json')).rejects.toThrow('There is no file /no/such.json');
  });
});

describe('byScript()', () => {
  it.each([
    ['A', 'Latin', 'fonts-liberation'],
    ['語', 'Chinese, Japanese, Korean', 'fonts-noto-cjk'],
    ['글', 'Chinese, Japanese, Korean', 'fonts-noto-cjk'],
    ['🚀', 'emoji', 'fonts-noto-color-emoji'],
    ['∑', 'maths', 'fonts-dejavu-core'],
    ['ไ', 'other scripts and signs', 'fonts-noto-core'],
  ])('%s is %s, and comes with %s', (character, name, bringer) => {
    expect(byScript(character)).toEqual([{ name, package: bringer, characters: character }]);
  });
});
