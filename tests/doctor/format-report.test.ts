import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Finding } from '../../src/doctor/finding.ts';
import { formatReport } from '../../src/doctor/format-report.ts';

const file = new PassThrough();
const terminal = Object.assign(new PassThrough(), { isTTY: true });

const fine: Finding[] = [
  { area: 'node', status: 'ok', text: '26.10.0' },
  { area: 'h264_nvenc', status: 'absent', text: 'the CPU encodes instead' },
];
const findings: Finding[] = [
  ...fine,
  { area: 'sandbox', status: 'warning', text: 'off', advice: 'Run as an ordinary user.' },
  { area: 'ffmpeg', status: 'problem', text: 'does not start:\n  no libx', advice: 'Install it:\n`apt-get install`' },
];

beforeEach(() => {
  // Node asks them before it asks the stream.
  for (const name of ['FORCE_COLOR', 'NO_COLOR', 'NODE_DISABLE_COLORS']) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('formatReport()', () => {
  it('aligns text and advice, and says which problems prevent rendering', () => {
    expect(formatReport(findings, file)).toBe(
      [
        'ok       node        26.10.0',
        'absent   h264_nvenc  the CPU encodes instead',
        'warning  sandbox     off',
        '                     > Run as an ordinary user.',
        'problem  ffmpeg      does not start:',
        '                       no libx',
        '                     > Install it:',
        '                       `apt-get install`',
        '',
        'plotreel cannot render here, because of: ffmpeg',
      ].join('\n'),
    );
  });

  it.each([
    [fine, 'plotreel can render here'],
    [findings.slice(0, 3), 'plotreel can render here; warnings: sandbox'],
  ])('ends with the verdict', (list, verdict) => {
    expect(formatReport(list, file).split('\n').at(-1)).toBe(verdict);
  });

  it('colours the status on a terminal only, and keeps the alignment', () => {
    const coloured = formatReport(findings, terminal);
    expect(coloured).toContain('\u001b[31mproblem');
    expect(coloured).toContain('\u001b[32mok');
    expect(stripVTControlCharacters(coloured)).toBe(formatReport(findings, file));
  });
});
