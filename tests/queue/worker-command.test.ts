import { expect, test } from 'vitest';
import { startCli } from '../support/cli.ts';
import { freePort } from '../support/redis.ts';

test.for<[what: string, args: string[], code: number, message: RegExp]>([
  ['without a Redis', [], 2, /^error: Expected --redis \(or PLOTREEL_REDIS\) to be redis:.* got nothing\n$/],
  ['with what is no URL', ['--redis', 'localhost'], 2, /^error: Expected --redis .* got 'localhost'\n$/],
  [
    'with no time',
    ['--redis', 'redis://localhost', '--grace', '25'],
    2,
    /^error: Expected --grace to be a time .*'25'\n$/,
  ],
  ['with no number', ['--redis', 'redis://localhost', '--workers', '0'], 2, /^error: Expected --workers .* got '0'\n$/],
])('`plotreel worker` %s ends with one error', async ([, args, code, message]) => {
  const run = startCli(['worker', ...args], { env: { PLOTREEL_REDIS: '' } });
  expect(await run.ended).toBe(code);
  expect(run.stderr()).toMatch(message);
});

test('`plotreel worker` ends with 75 where no Redis is: its engine tries again', async () => {
  const run = startCli(['worker', '--quiet'], { env: { PLOTREEL_REDIS: `redis://127.0.0.1:${await freePort()}` } });
  expect(await run.ended).toBe(75);
  expect(run.stderr()).toMatch(/^error: Redis at 127.0.0.1:\d+ cannot be reached: .*ECONNREFUSED.*\n$/);
});
