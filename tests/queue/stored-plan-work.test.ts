import { expect, test } from 'vitest';
import { storedPlanWork } from '../../src/queue/stored-plan-work.ts';
import { isPermanent } from '../../src/segments/permanence.ts';
import { tempFolder } from '../install/temp-folder.ts';

test('a worker that does not see a plan leaves it to others', async () => {
  const work = storedPlanWork({ workers: 1 });
  const { signal } = new AbortController();
  const opened = work.openRenderer({ location: await tempFolder(), spec: '' }, { signal });
  const error: unknown = await opened.catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(/finds no plan in .*: is the folder mounted on this machine, under the same path\?/);
  expect(isPermanent(error)).toBe(false);
});
