import { access } from 'node:fs/promises';
import { messageOf } from '../caught.ts';
import { browserVersion } from '../install/browser-version.ts';
import { type FoundBrowser, findBrowser } from '../install/find-browser.ts';
import { examineStages, type Written } from './examine-stages.ts';
import type { Finding, Observation } from './finding.ts';

interface BrowserExamination extends Written {
  /** Executable. */
  explicit: string | undefined;
}

/** The browser, and what it can do. */
export async function examineBrowser(
  { explicit, ...written }: BrowserExamination,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { observation, browser } = await lookForBrowser(explicit);
  const findings: Finding[] = [{ area: 'browser', ...observation }];
  const page = await lookForPage();
  if (page) findings.push({ area: 'page', ...page });
  if (browser && !page) findings.push(...(await examineStages(browser, written, signal)));
  return findings;
}

const SOURCES = {
  option: 'named by --browser',
  environment: 'named by PLOTREEL_BROWSER',
  system: 'installed',
  puppeteer: 'fetched by `plotreel setup`',
};

async function lookForBrowser(
  explicit: string | undefined,
): Promise<{ observation: Observation; browser?: FoundBrowser }> {
  let browser: FoundBrowser | undefined;
  try {
    browser = await findBrowser({ explicit });
  } catch (error) {
    const advice = 'Correct the path, or leave it out to have a browser looked for.';
    return { observation: { status: 'problem', text: messageOf(error), advice } };
  }
  if (browser === undefined) {
    const advice = 'Run `npx plotreel setup --with-deps`, or name one with --browser or with PLOTREEL_BROWSER.';
    return { observation: { status: 'problem', text: 'found no Chromium or Chrome', advice } };
  }
  try {
    const version = await browserVersion(browser.path);
    const text = `${browser.kind} ${version}, ${browser.path} (${SOURCES[browser.source]})`;
    return { observation: { status: 'ok', text }, browser };
  } catch (error) {
    const advice =
      'Run `npx plotreel setup --with-deps`: it installs missing libraries, or says which ones to install.';
    return { observation: { status: 'problem', text: messageOf(error), advice } };
  }
}

/** Without its page a stage waits for nothing until its deadline. */
async function lookForPage(): Promise<Observation | undefined> {
  try {
    await access(new URL('../../dist/page/index.html', import.meta.url));
    return undefined;
  } catch (error) {
    return {
      status: 'problem',
      text: `plotreel's own page is missing: ${messageOf(error)}`,
      advice: 'In a checkout run `npm run build`; else install plotreel again.',
    };
  }
}
