import { examine } from '../doctor/examine.ts';
import { readFigureTexts } from '../doctor/figure-texts.ts';
import { canRender } from '../doctor/finding.ts';
import { formatReport } from '../doctor/format-report.ts';
import { readFonts } from '../read-fonts.ts';
import { type ExitCode, untilSignal } from './exit.ts';

export interface DoctorFlags {
  browser?: string;
  ffmpeg?: string;
  font?: string[];
  json?: boolean;
}

/**
 * `plotreel doctor`
 *
 * @param path a figure file whose text is looked at too
 * @returns 0 when plotreel can render here, 1 when it cannot
 */
export async function runDoctor(path: string | undefined, flags: DoctorFlags): Promise<ExitCode> {
  const { browser, ffmpeg, font = [], json = false } = flags;
  const figure = path === undefined ? undefined : await readFigureTexts(path);
  const fonts = await readFonts(font);
  // Nothing is printed for some seconds; only who looks on is told.
  if (process.stderr.isTTY) console.error('Trying what works here: about ten seconds …');
  const findings = await untilSignal((signal) => examine({ browser, ffmpeg, figure, fonts, signal }));
  if (json) for (const finding of findings) console.log(JSON.stringify({ type: 'finding', ...finding }));
  else console.log(formatReport(findings));
  return canRender(findings) ? 0 : 1;
}
