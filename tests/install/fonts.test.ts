import { expect, it } from 'vitest';
import { findFonts } from '../../src/install/fonts.ts';
import type { RunCommand } from '../../src/install/run-command.ts';

const printing =
  (stdout: string): RunCommand =>
  () =>
    Promise.resolve({ code: 0, stdout, stderr: '' });

it.each([
  { list: '', families: 0, sansSerif: false },
  { list: 'DejaVu Sans\nDejaVu Sans\nDejaVu Serif\n', families: 2, sansSerif: true },
  { list: 'DejaVu Serif\nCourier Prime\n', families: 2, sansSerif: false },
  { list: 'Arial,Arial Narrow\n', families: 1, sansSerif: true },
])('findFonts() counts $families families in "$list"', async ({ list, families, sansSerif }) => {
  expect(await findFonts(printing(list))).toMatchObject({ fontconfig: true, families, sansSerif });
});

it('findFonts() names the packages for text that no font has', async () => {
  const bare = await findFonts(printing('DejaVu Sans\n'));
  expect(bare.lacking.join()).toMatch(/fonts-noto-cjk.*fonts-noto-color-emoji/);
  const full = await findFonts(printing('DejaVu Sans\nNoto Sans CJK JP,Noto Sans CJK JP Bold\nNoto Color Emoji\n'));
  expect(full.lacking).toEqual([]);
});

it('findFonts() finds none without fc-list', async () => {
  const fonts = await findFonts(() => Promise.reject(new Error('ENOENT')));
  expect(fonts).toMatchObject({ fontconfig: false, families: 0, sansSerif: false });
});
