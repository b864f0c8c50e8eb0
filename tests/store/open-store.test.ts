import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { openStore } from '../../src/store/open-store.ts';
import { tempFolder } from '../install/temp-folder.ts';

describe('openStore()', () => {
  it('takes a path, a relative one, and a file: URL for the same folder', async () => {
    const folder = join(await tempFolder(), 'the plan');
    const url = pathToFileURL(folder);
    for (const location of [folder, relative('.', folder), `${folder}/`, url, url.href]) {
      expect((await openStore(location)).location).toBe(folder);
    }
  });

  it('makes nothing', async () => {
    const store = await openStore(join(await tempFolder(), 'plan'));
    expect(await store.list('')).toEqual([]);
    expect(await store.read('plan.json')).toBeUndefined();
    expect(await store.stream('frames.bin')).toBeUndefined();
    await expect(store.remove('plan.json')).resolves.toBeUndefined();
  });

  it.each([
    { location: '', message: "Expected a folder or s3://bucket/prefix for the plan, got ''" },
    {
      location: 'gs://bucket/plan',
      message: "Expected a folder or s3://bucket/prefix for the plan, got 'gs://bucket/plan'",
    },
    {
      location: new URL('https://example.com/plan'),
      message: "Expected a folder or s3://bucket/prefix for the plan, got 'https://example.com/plan'",
    },
    {
      location: 'file://elsewhere/plan',
      message: "Expected a folder of this machine for the plan, got 'file://elsewhere/plan'",
    },
  ])('refuses $location', async ({ location, message }) => {
    await expect(openStore(location)).rejects.toEqual(new InputError(message));
  });

  it('refuses a file', async () => {
    const file = join(await tempFolder(), 'plan.json');
    await writeFile(file, '');
    await expect(openStore(file)).rejects.toEqual(
      new InputError(`Expected a folder for the plan, but ${file} is a file`),
    );
  });
});
