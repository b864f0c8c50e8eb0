import { examine } from '../doctor/examine.ts';
import { canRender } from '../doctor/finding.ts';
import { formatReport } from '../doctor/format-report.ts';
import { type ExitCode, untilSignal } from './exit.ts';

/** `plotreel doctor` @returns 0 when plotreel can render here, 1 when it cannot */
export async function runDoctor(options: { browser?: string; ffmpeg?: string; json?: boolean }): Promise<ExitCode> {
  const { browser, ffmpeg, json = false } = options;
  // Nothing is printed for some seconds; only who looks on is told.
  if (process.stderr.isTTY) console.error('Trying what works here: about ten seconds …');
  const findings = await untilSignal((signal) => examine({ browser, ffmpeg, signal }));
  if (json) for (const finding of findings) console.log(JSON.stringify({ type: 'finding', ...finding }));
  else console.log(formatReport(findings));
  return canRender(findings) ? 0 : 1;
}
