import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { apiPage } from '../../scripts/reference/api-page.ts';
import { cliPage } from '../../scripts/reference/cli-page.ts';

const committed = (name: string) => readFile(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8');
const ADVICE = 'run npm run docs:reference';

test('docs/reference/api.md says what the types say', { timeout: 180_000 }, async () => {
  const page = apiPage();
  // What would go unseen if types were not understood.
  expect(page).toContain('| `fps?` | `string \\| number`<br>Frames per second:');
  expect(page).not.toMatch(/`any`|import\(/);
  expect(page === (await committed('api.md')), ADVICE).toBe(true);
});

test('docs/reference/cli.md says what the command line says', async () => {
  expect(cliPage() === (await committed('cli.md')), ADVICE).toBe(true);
});
