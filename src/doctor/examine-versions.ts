import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { version } from '../version.ts';
import { type Finding, look, type Observation } from './finding.ts';

/** plotreel, Node and the platform. */
export async function examineVersions(): Promise<Finding[]> {
  return [
    { area: 'plotreel', status: 'ok', text: version },
    await look('node', examineNode),
    await look('platform', async () => ({ status: 'ok', text: await platformName() })),
  ];
}

async function examineNode(): Promise<Observation> {
  const manifest: { engines: { node: string } } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const wanted = manifest.engines.node;
  const text = `${process.versions.node} (${process.execPath})`;
  if (!isOlder(process.versions.node, wanted)) return { status: 'ok', text };
  return { status: 'problem', text: `${text}, which is too old`, advice: `Install Node ${wanted}: https://nodejs.org` };
}

/** @param wanted a lower bound, such as `>=22.18` */
function isOlder(version: string, wanted: string): boolean {
  const numbers = (text: string) => text.match(/\d+/g)?.map(Number) ?? [];
  const [major = 0, minor = 0] = numbers(version);
  const [wantedMajor = 0, wantedMinor = 0] = numbers(wanted);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

async function platformName(): Promise<string> {
  const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const distribution = /^PRETTY_NAME="?([^"\n]+)/m.exec(osRelease)?.[1];
  return [`${process.platform} ${process.arch}`, distribution ?? release()].join(', ');
}
