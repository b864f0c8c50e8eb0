import { describe, expect, it } from 'vitest';
import { look } from '../../src/doctor/finding.ts';

describe('look()', () => {
  it('gives the observation its area', async () => {
    expect(await look('cores', () => ({ status: 'ok', text: '2' }))).toEqual({
      area: 'cores',
      status: 'ok',
      text: '2',
    });
  });

  it('makes a finding of what is thrown', async () => {
    const finding = await look('cache', () => Promise.reject(new Error('EIO')));
    expect(finding).toEqual({
      area: 'cache',
      status: 'warning',
      text: 'could not be looked at: EIO',
      advice: expect.stringContaining('report'),
    });
  });
});
