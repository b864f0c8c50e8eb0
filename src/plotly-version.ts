import { readFile } from 'node:fs/promises';

const NOTICES = new URL('../dist/page/LICENSES.md', import.meta.url);

/** Version of the plotly.js that the page was built with, which the page's notices name. */
export async function plotlyVersion(): Promise<string> {
  const notices = await readFile(NOTICES, 'utf8');
  return /^## plotly\.js-dist - (\S+)/m.exec(notices)?.[1] ?? 'unknown';
}
