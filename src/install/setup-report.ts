import { BrowserError, PlotreelError } from '../errors.ts';
import { aptNames } from './apt.ts';
import type { FoundBrowser } from './find-browser.ts';
import type { FoundFfmpeg } from './find-ffmpeg.ts';
import type { Fonts } from './fonts.ts';
import { type Checked, type Inventory, lacksLibraries } from './inventory.ts';
import type { Machine } from './machine.ts';
import { BROWSER_LIBRARIES } from './packages.ts';
import { aptCommand, manualCommand } from './system.ts';

/** Something found that starts. */
export type Ready<Found> = Found & { version: string };

interface ReportOptions {
  machine: Machine;
  withDeps: boolean;
  log: (line: string) => void;
}

/**
 * Logs what there is in the end.
 *
 * @throws PlotreelError, BrowserError, EncoderError when that is not enough to render, with the command that helps
 */
export async function report(
  { browser, ffmpeg, fonts }: Inventory,
  options: ReportOptions,
): Promise<{ browser: Ready<FoundBrowser>; ffmpeg: Ready<FoundFfmpeg> }> {
  const { machine, log } = options;
  if (browser === undefined || ffmpeg === undefined) {
    throw new PlotreelError(missingMessage({ browser: !browser, ffmpeg: !ffmpeg }, options));
  }
  if (lacksLibraries(browser)) throw await librariesError(browser, machine);
  const ready = { browser: started(browser), ffmpeg: started(ffmpeg) };

  log(`browser: ${ready.browser.path} (${ready.browser.kind} ${ready.browser.version})`);
  log(`ffmpeg: ${ready.ffmpeg.path} (${ready.ffmpeg.version})`);
  if (fonts !== undefined) for (const line of fontLines(fonts)) log(line);
  return ready;
}

function missingMessage(missing: { browser: boolean; ffmpeg: boolean }, { withDeps, machine }: ReportOptions): string {
  const { system, isRoot } = machine;
  const what = [...(missing.browser ? ['a browser'] : []), ...(missing.ffmpeg ? ['ffmpeg'] : [])].join(' and ');
  const withDepsHelps = !withDeps && isRoot && (system === 'debian' || (system === 'ubuntu' && !missing.browser));
  const command = withDepsHelps ? 'npx plotreel setup --with-deps' : manualCommand(missing, machine);
  const variables = [
    ...(missing.browser ? ['PLOTREEL_BROWSER'] : []),
    ...(missing.ffmpeg ? ['PLOTREEL_FFMPEG'] : []),
  ].join(' and ');
  return `Still missing: ${what}. Install with\n  ${command}\nor set ${variables} to the path of one that you have.`;
}

async function librariesError(browser: Checked<FoundBrowser>, machine: Machine): Promise<Error> {
  const { system, isRoot } = machine;
  const problem = 'problem' in browser ? browser.problem : undefined;
  const advice =
    system === 'debian' || system === 'ubuntu'
      ? `Install its libraries with\n  ${aptCommand(await aptNames(BROWSER_LIBRARIES, machine), { isRoot })}`
      : 'Install the shared libraries that Chrome needs: https://pptr.dev/troubleshooting';
  return new BrowserError(`${problem instanceof Error ? problem.message : problem}\n${advice}`, { cause: problem });
}

function started<Found>(checked: Checked<Found>): Ready<Found> {
  if ('problem' in checked) throw checked.problem;
  return { ...checked.found, version: checked.version };
}

function fontLines({ fontconfig, families, sansSerif, lacking }: Fonts): string[] {
  if (!fontconfig) return ['fonts: unknown without `fc-list`; if text is missing, install fonts-liberation'];
  const lines = [`fonts: ${families} families`];
  if (!sansSerif) lines.push('fonts: none without serifs, so text may be missing; install fonts-liberation');
  if (lacking.length > 0) lines.push(`fonts: none for ${lacking.join('; ')} (large, install where needed)`);
  return lines;
}
