import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ModuleKind, ModuleResolutionKind, Project, ScriptTarget } from 'ts-morph';
import { describeExport, type Exported } from './describe-export.ts';
import type { Listing } from './list-fields.ts';
import { code, page } from './markdown.ts';

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What `plotreel` exports, by what it is for. What is not named here comes last. */
const SECTIONS: Record<string, readonly string[]> = {
  Rendering: [
    ...['renderVideo', 'VideoOptions', 'FinishedVideo', 'RenderResult', 'renderStill', 'StillOptions', 'StillResult'],
    ...['Progress', 'ConsoleMessage'],
  ],
  Frames: ['FrameSource', 'indexed', 'IndexedParams', 'playbackFrames', 'PlaybackOptions'],
  Segments: [
    ...['plan', 'PlanOptions', 'PlanResult', 'renderSegment', 'SegmentOptions', 'SegmentResult'],
    ...['stitch', 'StitchOptions'],
  ],
  'Single frames': [
    ...['openStage', 'StageOptions', 'OpenStage', 'Frame', 'FrameOptions', 'FigureState', 'Attributes', 'Box'],
  ],
  Checking: [
    ...['checkScene', 'CheckOptions', 'CheckReport', 'CheckDifference', 'PictureDifference', 'Drawing'],
    ...['CheckCause', 'CauseKind', 'CheckNotice', 'PageError'],
  ],
  'Comparing videos': [
    ...['verifyVideo', 'VerifyOptions', 'VideoComparison', 'FrameDifference', 'diffVideos', 'DiffOptions'],
    ...['VideoDifference', 'Measure'],
  ],
};

/** What other names in package.json's `exports` are for. */
const ENTRIES: Record<string, string> = { './scene': 'Scene', './testing': 'Testing' };

/** The reference of all that the package exports, from its types and their comments. */
export function apiPage(): string {
  const project = new Project({
    compilerOptions: {
      target: ScriptTarget.ESNext,
      module: ModuleKind.ESNext,
      moduleResolution: ModuleResolutionKind.Bundler,
      lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
    },
  });
  const { exports } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as { exports: Record<string, unknown> };
  const entries = Object.keys(exports).map((entry) => ({ entry, file: sourceOf(entry) }));
  const listed = entries.flatMap(({ entry, file }) =>
    existsSync(file) ? [{ entry, exported: exportsOf(project, file) }] : [],
  );
  const listing = {
    known: new Set(listed.flatMap(({ exported }) => [...exported.keys()])),
    listed: new Map(),
  };
  return page([
    '# API',
    'Made from the types and their comments, by `npm run docs:reference`. Times are in the unit that is said, sizes in CSS pixels unless it says otherwise, indices count from 0.',
    ...listed.flatMap(({ entry, exported }) => entrySections(entry, exported, listing)),
  ]);
}

/** './scene' → src/scene.ts, as package.json has them in dist. */
function sourceOf(entry: string): string {
  const name = entry.replace(/^\.\/?/, '');
  const file = inRoot(`src/${name === '' ? 'index' : name}.ts`);
  return existsSync(file) ? file : inRoot(`src/${name}/index.ts`);
}

function exportsOf(project: Project, file: string): Map<string, Exported> {
  const source = project.addSourceFileAtPath(file);
  return new Map(
    [...source.getExportedDeclarations()].flatMap(([name, [declaration]]) =>
      declaration ? [[name, declaration]] : [],
    ),
  );
}

function entrySections(entry: string, exported: Map<string, Exported>, listing: Listing): string[] {
  const section = (heading: string, from: string, names: readonly string[]) => {
    const described = names.flatMap((name) => {
      const declaration = exported.get(name);
      if (!declaration) return [];
      listing.listed.set(declaration, name);
      return [describeExport(name, declaration, listing)];
    });
    return described.length === 0 ? [] : [`## ${heading}`, `From \`${from}\`.`, ...described];
  };
  const [from, heading] = [entry.replace(/^\./, 'plotreel'), ENTRIES[entry]];
  if (entry !== '.') {
    const again = [...exported].filter(([, declaration]) => listing.listed.get(declaration) !== undefined);
    for (const [name] of again) exported.delete(name);
    const names = again.map(([name]) => code(name)).join(', ');
    return [
      ...section(heading ?? from, from, [...exported.keys()]),
      names === '' ? '' : `Also, as from \`plotreel\`: ${names}.`,
    ];
  }
  const named = Object.entries(SECTIONS);
  const rest = [...exported.keys()].filter((name) => !named.some(([, names]) => names.includes(name)));
  const errors = rest.filter((name) => name.endsWith('Error'));
  return [
    ...named.flatMap(([heading, names]) => section(heading, from, names)),
    ...section('Errors', from, ['PlotreelError', ...errors.filter((name) => name !== 'PlotreelError')]),
    ...section(
      'More',
      from,
      rest.filter((name) => !errors.includes(name)),
    ),
  ];
}
