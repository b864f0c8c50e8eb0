import { describe, expect, test } from 'vitest';
import { mayLeave, withNetworkAdvice } from '../../src/farm/allowed-hosts.ts';

describe('mayLeave() lets exactly the allowed hosts through', () => {
  const hosts = ['tiles.example.org'];
  test.each([
    ['https://tiles.example.org/1/2/3.png', 'GET', true],
    ['https://tiles.example.org:443/1/2/3.png', 'GET', true],
    ['https://TILES.example.org/1/2/3.png', 'GET', true],
    ['http://tiles.example.org/1/2/3.png', 'GET', false],
    ['https://tiles.example.org:8443/1/2/3.png', 'GET', false],
    ['https://tiles.example.org/1/2/3.png', 'POST', false],
    ['https://example.org/', 'GET', false],
    ['https://a.tiles.example.org/', 'GET', false],
    ['https://tiles.example.org.evil.example/', 'GET', false],
    ['https://tiles.example.org@evil.example/', 'GET', false],
    ['wss://tiles.example.org/', 'GET', false],
    ['data:text/plain,tiles.example.org', 'GET', false],
  ])('%s by %s: %s', (url, method, expected) => {
    expect(mayLeave({ url, method }, hosts)).toBe(expected);
  });

  test('none are allowed by default', () => {
    expect(mayLeave({ url: 'https://tiles.example.org/', method: 'GET' }, [])).toBe(false);
  });
});

describe('withNetworkAdvice()', () => {
  test('names each host once, and the option', () => {
    const refused = new Set(['https://a.example.org/1', 'https://a.example.org/2', 'https://b.example.org/']);
    expect(withNetworkAdvice('Map error.', { refused, failed: new Map() })).toBe(
      'Map error.\nThe page has no network, and asked for a.example.org, b.example.org. To let it through, over https: ' +
        "allowHosts: ['a.example.org', 'b.example.org'] or --allow-host a.example.org --allow-host b.example.org",
    );
  });

  test.each(['http://a.example.org/1', 'https://a.example.org:8443/', 'https://127.0.0.1/', 'file:///etc/passwd'])(
    'advises nothing that would be refused: %s',
    (url) => {
      const advice = withNetworkAdvice('It broke', { refused: new Set([url]), failed: new Map() });
      expect(advice).toMatch(/^It broke\nThe page has no network, and asked for \S+\.$/);
    },
  );

  test('says nothing when nothing was refused', () => {
    expect(withNetworkAdvice('It broke', { refused: new Set(), failed: new Map() })).toBe('It broke');
  });
});
