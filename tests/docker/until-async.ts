import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` holds, which asks another program. @throws Error when it does not within `seconds` */
export async function untilAsync(condition: () => Promise<boolean>, what: string, seconds = 40): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Not within ${seconds} s: ${what}`);
    await delay(200);
  }
}
