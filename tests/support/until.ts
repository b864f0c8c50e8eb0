import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` holds. @throws Error when it does not within `seconds` */
export async function until(condition: () => boolean, what: string, seconds = 30): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Not within ${seconds} s: ${what}`);
    await delay(10);
  }
}
