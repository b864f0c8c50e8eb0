import type { Store } from '../../store/store.ts';
import { PLAN } from './plan-file.ts';

/** Removes what plans have in a store, and nothing else that lies there. */
export async function removePlans(store: Store): Promise<void> {
  await store.remove(PLAN);
  const found = [...(await store.list('segments/')), ...(await store.list('inputs/'))];
  for (const { name } of found) if (OURS.test(name)) await store.remove(name);
}

/** A segment or its manifest, in the folder of its plan; an input, by its hash. */
const OURS = /^(segments\/[0-9a-f]{12}\/\d{5,}(\.json|-[0-9a-f]{8}\.\w+)|inputs\/[0-9a-f]{64})$/;
