import { describe, expect, test, vi } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { parseRedisUrl, type RedisAddress } from '../../src/queue/redis-address.ts';

describe('parseRedisUrl()', () => {
  test.for<[url: string, name: string, options: RedisAddress['options']]>([
    ['redis://farm', 'farm:6379', { host: 'farm', port: 6379, db: 0 }],
    ['redis://10.0.0.7:7000/3', '10.0.0.7:7000', { host: '10.0.0.7', port: 7000, db: 3 }],
    ['redis://[::1]:7000', '[::1]:7000', { host: '::1', port: 7000, db: 0 }],
    ['redis://:p%40ss%3A%2F@farm', 'farm:6379', { host: 'farm', port: 6379, db: 0, password: 'p@ss:/' }],
    ['rediss://me:pw@farm', 'farm:6379', { host: 'farm', port: 6379, db: 0, username: 'me', password: 'pw', tls: {} }],
  ])('reads %s', ([url, name, options]) => {
    expect(parseRedisUrl(url)).toEqual({ name, options });
  });

  test.for([
    '',
    'farm:6379',
    'http://farm',
    'redis://',
    'redis://farm/name',
    'redis://:secret@farm/name',
    'redis://:sec/ret@farm',
    'redis://:sec%zz@farm',
  ])("refuses '%s', and never prints a password", (url) => {
    expect(() => parseRedisUrl(url)).toThrow(InputError);
    expect(() => parseRedisUrl(url)).toThrow(/^Expected --redis \(or PLOTREEL_REDIS\) to be redis:/);
    expect(() => parseRedisUrl(url)).not.toThrow(/sec/);
  });

  test('takes PLOTREEL_REDIS when it is given nothing', () => {
    vi.stubEnv('PLOTREEL_REDIS', 'redis://from-environment');
    expect(parseRedisUrl().name).toBe('from-environment:6379');
    vi.stubEnv('PLOTREEL_REDIS', undefined);
    expect(() => parseRedisUrl()).toThrow('got nothing');
  });
});
