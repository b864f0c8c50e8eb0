import { describe, expect, test } from 'vitest';
import { comparePictures } from '../src/farm/compare-pictures.ts';
import { openStage } from '../src/farm/stage.ts';
import { pack } from '../src/frames/pack.ts';
import { countColour, decodeBgra } from './support/pictures.ts';
import { stageJob } from './support/stage-job.ts';

const FORMULA = '$\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}$';
const GREEN = [0, 128, 0] as const;
const font = { color: `rgb(${GREEN.join(', ')})`, size: 30 };
const figure = (text: string) => ({ data: [{ y: [1, 2] }], layout: { title: { text, font } } });

/** Draws the figure, then the figure with a patch to its layout. */
async function drawn(spec: object, patch: object = {}) {
  const stage = await openStage(
    await stageJob('any-figure', { props: pack(spec, 'props') }),
    new AbortController().signal,
  );
  try {
    const { drawn, shown } = await stage.drawInAllWays({ index: 0, params: pack(patch, 'params'), previous: null });
    const { width, height, pixels } = decodeBgra(shown);
    expect(comparePictures({ width, height, actual: drawn, expected: pixels })).toBeUndefined();
    return drawn;
  } finally {
    await stage.close();
  }
}

describe('text with $…$', () => {
  test('is typeset, in the same pixels each time', async () => {
    const [first, second, source] = await Promise.all([
      drawn(figure(FORMULA)),
      drawn(figure(FORMULA)),
      drawn({ ...figure(FORMULA), config: { typesetMath: false } }),
    ]);
    expect(first.equals(second)).toBe(true);
    // Glyphs in the colour of the text, and not the source of the formula.
    expect(countColour(first, GREEN)).toBeGreaterThan(100);
    expect(first.equals(source)).toBe(false);
  });

  test('is typeset when it comes with a frame', async () => {
    const [later, atOnce] = await Promise.all([
      drawn(figure('none yet'), { 'title.text': FORMULA }),
      drawn(figure(FORMULA)),
    ]);
    expect(later.equals(atOnce)).toBe(true);
  });

  test('that is not all in dollars stays text: prices are no formulas', async () => {
    const [prices, escaped] = await Promise.all([
      drawn(figure('from $5 to $10')),
      drawn(figure('from &#36;5 to &#36;10')),
    ]);
    expect(prices.equals(escaped)).toBe(true);
  });

  test('that is wrong shows as text and fails nothing', async () => {
    expect(countColour(await drawn(figure('$\\frac{$')), GREEN)).toBeGreaterThan(10);
  });
});
