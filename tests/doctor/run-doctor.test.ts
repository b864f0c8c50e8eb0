import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DoctorFlags, runDoctor } from '../../src/cli/doctor.ts';

const nowhere = { browser: '/no/such/browser', ffmpeg: '/no/such/ffmpeg' };

afterEach(() => {
  vi.restoreAllMocks();
});

async function run(flags: DoctorFlags, figure?: string): Promise<{ exitCode: number; printed: string[] }> {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
  return { exitCode: await runDoctor(figure, flags), printed };
}

describe('runDoctor()', () => {
  it('prints the report and returns 1 where plotreel cannot render', async () => {
    const { exitCode, printed } = await run(nowhere);
    expect(exitCode).toBe(1);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(/plotreel cannot render here, because of: browser, ffmpeg$/);
  });

  it('prints one JSON object per finding when asked to', async () => {
    const { exitCode, printed } = await run({ ...nowhere, json: true });
    expect(exitCode).toBe(1);
    const findings = printed.map((line) => JSON.parse(line));
    for (const finding of findings) {
      expect(finding).toMatchObject({ type: 'finding', area: expect.any(String), text: expect.any(String) });
    }
    expect(findings).toContainEqual(
      expect.objectContaining({ area: 'browser', status: 'problem', advice: expect.any(String) }),
    );
  });
});
