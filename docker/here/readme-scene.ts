import { readFile } from 'node:fs/promises';

/** The scene that the README shows, to the letter. */
export async function readmeScene(): Promise<{ name: string; code: string }> {
  const text = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, code = '', name = ''] = /^```ts\n(\/\/ (\S+\.scene\.ts): [\s\S]*?)^```$/m.exec(text) ?? [];
  if (name === '') throw new Error('The README shows no scene');
  return { name, code };
}
