import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openStage } from '../src/farm/stage.ts';
import { pack } from '../src/frames/pack.ts';
import { readFonts } from '../src/read-fonts.ts';
import { scratchFolder } from './support/scratch.ts';
import { stageJob } from './support/stage-job.ts';

const folder = scratchFolder();
const font = (ending: 'woff' | 'woff2') =>
  fileURLToPath(import.meta.resolve(`@fontsource/press-start-2p/files/press-start-2p-latin-400-normal.${ending}`));
const PIXELS = { family: 'Press Start 2P', weight: '400', style: 'normal', stretch: '100%' };

describe('readFonts()', () => {
  test.each(['woff', 'woff2'] as const)('reads the family in a .%s', async (ending) => {
    expect(await readFonts([font(ending)])).toMatchObject([{ faces: [PIXELS] }]);
  });

  test('lists every file that is missing or no font', async () => {
    const text = join(folder, 'text.ttf');
    const cut = join(folder, 'cut.woff2');
    await writeFile(text, 'no font');
    await writeFile(cut, (await readFile(font('woff2'))).subarray(0, 500));
    const missing = join(folder, 'missing.ttf');
    await expect(readFonts([text, font('woff'), missing, cut])).rejects.toMatchObject({
      name: 'InputError',
      problems: [
        expect.stringMatching(/^Expected `fonts\.0` to be a font file \(ttf, otf, woff or woff2\), got .*text\.ttf'/),
        expect.stringMatching(/^Expected `fonts\.2` .*missing\.ttf', which cannot be read: ENOENT/),
        expect.stringMatching(/^Expected `fonts\.3` .*cut\.woff2', which is none/),
      ],
    });
  });
});

// A word that begins with a digit must be quoted in CSS, and Plotly hands the name on as it is.
describe('a figure with a font from a file', () => {
  const draw = async (fontFiles: string[]) => {
    const props = pack(
      { data: [{ y: [1, 2], name: 'A name' }], layout: { font: { family: `'${PIXELS.family}'` }, showlegend: true } },
      'props',
    );
    const stage = await openStage(await stageJob('any-figure', { props, fontFiles }), new AbortController().signal);
    try {
      return (await stage.drawInAllWays({ index: 0, params: null, previous: null })).drawn;
    } finally {
      await stage.close();
    }
  };

  test('shows it, whatever the file format, and measures its text with it', async () => {
    const [without, woff, woff2] = await Promise.all([draw([]), draw([font('woff')]), draw([font('woff2')])]);
    expect(woff.equals(woff2)).toBe(true);
    expect(woff.equals(without)).toBe(false);
    // Its letters are wide: the legend takes more room, and the plot's right edge moves.
    expect(plotWidth(woff)).toBeLessThan(plotWidth(without) - 30);
  });
});

/** Pixels from the left to the end of the first grid line, the lightest grey there is. */
function plotWidth(bgra: Buffer): number {
  const row = 480 * 4;
  let right = 0;
  for (let i = 0; i < bgra.length; i += 4) {
    if (bgra[i] === 238 && bgra[i + 1] === 238 && bgra[i + 2] === 238) right = Math.max(right, (i % row) / 4);
  }
  return right;
}
