import type { FontFile } from '../read-fonts.ts';
import { examineBrowser } from './examine-browser.ts';
import { examineFfmpeg } from './examine-ffmpeg.ts';
import { examineMachine } from './examine-machine.ts';
import { examineVersions } from './examine-versions.ts';
import type { FigureTexts } from './figure-texts.ts';
import type { Finding } from './finding.ts';

export interface ExamineOptions {
  /** Chromium or Chrome executable. @default found as `renderVideo` finds it */
  browser?: string | undefined;
  /** ffmpeg executable. @default found as `renderVideo` finds it */
  ffmpeg?: string | undefined;
  /** Texts that must be drawn. @default none */
  figure?: FigureTexts | undefined;
  /** Fonts to draw them in, beside the machine's. @default [] */
  fonts?: readonly FontFile[];
  /** Ends the tries. */
  signal?: AbortSignal;
}

/**
 * Looks at everything that rendering needs, by trying it: 7 s on two idle cores. Tries run one after the other, since
 * each of them wants the machine for itself. Whatever they start or write is gone when it resolves.
 *
 * @throws the signal's reason when `signal` aborts, and nothing else: what fails is a finding
 */
export async function examine(options: ExamineOptions = {}): Promise<Finding[]> {
  const { browser, ffmpeg, figure, fonts = [], signal = new AbortController().signal } = options;
  const findings: Finding[] = [];
  for (const section of [
    examineVersions,
    () => examineBrowser({ explicit: browser, figure, fonts }, signal),
    () => examineFfmpeg(ffmpeg, signal),
    examineMachine,
  ]) {
    signal.throwIfAborted();
    findings.push(...(await section()));
  }
  signal.throwIfAborted();
  return findings;
}
