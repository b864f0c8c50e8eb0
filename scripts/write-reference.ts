// The reference pages of docs/, from the types and from the command line itself: `npm run docs:reference`.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiPage } from './reference/api-page.ts';
import { cliPage } from './reference/cli-page.ts';

const pages = { 'docs/reference/api.md': apiPage(), 'docs/reference/cli.md': cliPage() };
for (const [path, text] of Object.entries(pages)) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  console.log(file);
}
