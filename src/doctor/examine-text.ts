import { openStage } from '../farm/stage.ts';
import type { TextReport, TextSample } from '../protocol.ts';
import type { FigureTexts } from './figure-texts.ts';
import { type Finding, look, type Observation } from './finding.ts';
import { byScript, SAMPLE } from './scripts.ts';
import { type Trial, trialJob } from './trial-job.ts';

/** Plotly's own. */
const DEFAULT_FAMILY = '"Open Sans", verdana, arial, sans-serif';

/** Looks for glyphs: for text of all kinds, and for the figure's own where one is given. */
export async function examineText(
  trial: Trial,
  figure: FigureTexts | undefined,
  signal: AbortSignal,
): Promise<Finding[]> {
  const examined = async (samples: TextSample[]) => {
    const stage = await openStage(trialJob(trial), signal);
    try {
      return await stage.examineText(samples);
    } finally {
      await stage.close();
    }
  };
  const findings = [
    await look('text', async () => describeScripts(await examined([{ text: SAMPLE, family: DEFAULT_FAMILY }]))),
  ];
  if (figure !== undefined) findings.push(await look('figure', () => examineFigure(figure, examined)));
  signal.throwIfAborted();
  return findings;
}

function describeScripts([report]: TextReport[]): Observation {
  const lacking = byScript(report?.missing ?? '');
  const there = byScript(SAMPLE).filter(({ name }) => !lacking.some((script) => script.name === name));
  const text = `glyphs for ${names(there)}${lacking.length === 0 ? '' : `; none for ${names(lacking)}`}`;
  if (lacking.length === 0) return { status: 'ok', text };
  const advice = `Where needed: ${packages(lacking)}`;
  return { status: lacking.some(({ name }) => name === 'Latin') ? 'warning' : 'ok', text, advice };
}

async function examineFigure(
  { characters, families }: FigureTexts,
  examined: (samples: TextSample[]) => Promise<TextReport[]>,
): Promise<Observation> {
  const asked = families.length === 0 ? [DEFAULT_FAMILY] : families;
  const reports = await examined(asked.map((family) => ({ text: characters, family })));
  const lacking = byScript([...new Set(reports.flatMap(({ missing }) => [...missing]))].join(''));
  // Nobody has Plotly's default font: it was not chosen.
  const lackingFamilies = families.filter((_, i) => reports[i]?.familyFound === false && !isDefault(families[i]));
  const text = [
    ...lacking.map(({ name, characters }) => `no glyphs for ${name}: ${shorten(characters)}`),
    ...lackingFamilies.map((family) => `not the font that it asks for first: ${family}`),
  ];
  if (text.length === 0) return { status: 'ok', text: 'all of its text can be drawn' };
  const advice = [
    ...(lacking.length === 0 ? [] : [`Install ${packages(lacking)}; or bring a font that has them: --font FILE`]),
    ...(lackingFamilies.length === 0 ? [] : ['Bring the font with --font FILE, or install it']),
  ];
  return { status: 'warning', text: text.join('\n'), advice: advice.join('\n') };
}

function isDefault(family = ''): boolean {
  return /^\s*["']?open sans["']?\s*(,|$)/i.test(family);
}

function names(scripts: readonly { name: string }[]): string {
  return scripts.map(({ name }) => name).join('; ');
}

function packages(scripts: readonly { package: string }[]): string {
  return `the packages (Debian's names) ${[...new Set(scripts.map((script) => script.package))].join(', ')}`;
}

function shorten(characters: string): string {
  const all = [...characters];
  return all.length <= 20 ? characters : `${all.slice(0, 20).join('')} … (${all.length})`;
}
