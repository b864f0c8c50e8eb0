import { createToggle } from './toggles.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** The switch between dark and light; until it is used, the system decides. */
export function createThemeSwitch(): void {
  createToggle('theme', {
    on: dark.matches,
    onChange: (on) => {
      document.documentElement.dataset.theme = on ? 'dark' : 'light';
    },
  });
}
