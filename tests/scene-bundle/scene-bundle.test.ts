import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { SceneError } from '../../src/errors.ts';
import { loadSceneBundle, type SceneBundle } from '../../src/scene-bundle/scene-bundle.ts';
import { scenePlaces } from '../../src/scene-bundle/scene-places.ts';

/** Ignored by git; below the repository, so that packages are found from there. */
const OUT = fileURLToPath(new URL('../../out/', import.meta.url));

let folder: string;
let cache: string;

beforeEach(async () => {
  await mkdir(OUT, { recursive: true });
  const root = await mkdtemp(join(OUT, 'scene-bundle-'));
  folder = join(root, 'scenes');
  cache = join(root, 'cache');
  await mkdir(folder);
  vi.stubEnv('PLOTREEL_CACHE', cache);
  return async () => {
    vi.unstubAllEnvs();
    await rm(root, { recursive: true });
  };
});

/** Writes files into the scene folder. @returns the path of the first */
async function write(files: Record<string, string | Buffer>): Promise<string> {
  const paths = Object.keys(files).map((name) => join(folder, name));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return paths[0] ?? folder;
}

/** A scene whose `setup` returns the value of an expression. */
function sceneOf(expression: string, imports = ''): string {
  return `${imports}\nexport default { setup: () => (${expression}), update() {} };\n`;
}

/** Runs the bundle's `setup`. */
async function setUp({ code }: SceneBundle): Promise<unknown> {
  const module: unknown = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  const scene: unknown = Object(module).default;
  return Object(scene).setup();
}

const loadAndSetUp = async (path: string) => setUp(await loadSceneBundle(path));

function png(size: { width: number; height: number }): Buffer {
  return PNG.sync.write(new PNG(size));
}

/** The error that loading ends in. */
async function failure(path: string): Promise<SceneError> {
  const error = await loadSceneBundle(path).catch((error: unknown) => error);
  if (!(error instanceof SceneError)) throw new Error(`Expected a SceneError, got ${error}`);
  return error;
}

describe('loadSceneBundle() bundles', () => {
  it('TypeScript with types, and names the file', async () => {
    const path = await write({
      'a.scene.ts': `
        import { defineScene, type Figure } from 'plotreel/scene';
        interface Params { phase: number }
        const answer: number = 42 as const satisfies number;
        export default defineScene<Params>({ setup: () => ({ data: [], layout: { answer } }), update: (figure: Figure) => {} });`,
    });
    const bundle = await loadSceneBundle(path);
    expect(bundle.path).toBe(path);
    expect(await setUp(bundle)).toEqual({ data: [], layout: { answer: 42 } });
  });

  it('JavaScript', async () => {
    expect(await loadAndSetUp(await write({ 'a.scene.js': sceneOf('1 + 1') }))).toBe(2);
  });

  it('files beside the scene, in folders, and packages from npm', async () => {
    const path = await write({
      'a.scene.ts': sceneOf(
        '[one, two, csvParse("x,y\\n1,2")[0]]',
        "import { csvParse } from 'd3-dsv'; import { one } from './one.ts'; import { two } from './lib/two';",
      ),
      'one.ts': 'export const one: number = 1;',
      'lib/two.js': 'export const two = 2;',
    });
    expect(await loadAndSetUp(path)).toEqual([1, 2, { x: '1', y: '2' }]);
  });

  it('everything into one module that imports nothing', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('import("./late.ts").then((it) => it.late)', "import Plotly from 'plotly.js-dist';"),
      'late.ts': 'export const late = "late";',
    });
    const bundle = await loadSceneBundle(path);
    expect(bundle.code).not.toMatch(/^\s*import\s.*from/m);
    expect(await setUp(bundle)).toBe('late');
  });

  it("the page's Plotly in place of another", async () => {
    vi.stubGlobal('Plotly', { version: 'of the page' });
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    for (const name of ['plotly.js', 'plotly.js-dist', 'plotly.js-dist-min']) {
      const path = await write({ [`${name}.scene.ts`]: sceneOf('Plotly.version', `import Plotly from '${name}';`) });
      expect(await loadAndSetUp(path)).toBe('of the page');
    }
  });

  it('JSON as a value', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('data', "import data from './data.json';"),
      'data.json': '{ "x": [1, 2.5, null], "name": "π" }',
    });
    expect(await loadAndSetUp(path)).toEqual({ x: [1, 2.5, null], name: 'π' });
  });

  it('CSV as rows, numbers and booleans recognised', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('rows', "import rows from './data.csv';"),
      'data.csv': 'name,x,ok,none\n"Smith, ""J""",1.5,true,\nπ,-2e3,false,\n',
    });
    expect(await loadAndSetUp(path)).toEqual([
      { name: 'Smith, "J"', x: 1.5, ok: true, none: null },
      { name: 'π', x: -2000, ok: false, none: null },
    ]);
  });

  it('CSV with dates as Dates and NaN as NaN, as their types say', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('rows', "import rows from './data.csv';"),
      'data.csv': 'at,x\n2024-02-29,1\n2024-02-29T12:30:00Z,NaN\n',
    });
    expect(await loadAndSetUp(path)).toEqual([
      { at: new Date('2024-02-29'), x: 1 },
      { at: new Date('2024-02-29T12:30:00Z'), x: Number.NaN },
    ]);
  });

  it.each([
    { name: 'small.png', content: png({ width: 2, height: 2 }), type: 'image/png' },
    // More than Vite inlines by itself
    {
      name: 'large.png',
      content: Buffer.concat([png({ width: 2, height: 2 }), Buffer.alloc(100_000, 7)]),
      type: 'image/png',
    },
    { name: 'a.jpg', content: Buffer.from([0xff, 0xd8, 0xff]), type: 'image/jpeg' },
  ])('$name as a data URL', async ({ name, content, type }) => {
    const path = await write({ 'a.scene.ts': sceneOf('url', `import url from './${name}';`), [name]: content });
    expect(await loadAndSetUp(path)).toBe(`data:${type};base64,${content.toString('base64')}`);
  });

  it('SVG as a data URL', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="1" fill="#fff"/></svg>';
    const path = await write({ 'a.scene.ts': sceneOf('url', "import url from './a.svg';"), 'a.svg': svg });
    const url = String(await loadAndSetUp(path));
    expect(url).toMatch(/^data:image\/svg\+xml[;,]/);
    expect(await (await fetch(url)).text()).toContain('<circle');
  });

  it('a scene in a folder with spaces, signs and umlauts', async () => {
    const path = await write({
      'Größe #1 (50%) & mehr/a.scene.ts': sceneOf('one', "import { one } from './one.ts';"),
      'Größe #1 (50%) & mehr/one.ts': 'export const one = 1;',
    });
    expect(await loadAndSetUp(path)).toBe(1);
  });

  it('a scene behind a link', async () => {
    const path = await write({
      'real/a.scene.ts': sceneOf('one', "import { one } from './one.ts';"),
      'real/one.ts': 'export const one = 1;',
    });
    const link = join(folder, 'link.scene.ts');
    await symlink(path, link);
    expect(await loadAndSetUp(link)).toBe(1);
  });

  it("without the folder's own Vite configuration, and leaves nothing beside the scene", async () => {
    const path = await write({
      'a.scene.ts': sceneOf('1'),
      'vite.config.ts': 'throw new Error("not this one");',
      'public/file.txt': 'not copied',
      'dist/keep.txt': 'kept',
    });
    expect(await loadAndSetUp(path)).toBe(1);
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(
      ['a.scene.ts', 'dist', 'dist/keep.txt', 'public', 'public/file.txt', 'vite.config.ts'].sort(),
    );
  });

  it('the same bytes again', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('data', "import data from './data.json';"),
      'data.json': '{ "x": 1 }',
    });
    const first = await loadSceneBundle(path);
    await rm(cache, { recursive: true });
    expect(await loadSceneBundle(path)).toEqual(first);
  });
});

describe('loadSceneBundle() caches', () => {
  /** Changes what the cache holds, to tell it from a new bundle. */
  async function markCache(): Promise<void> {
    const names = await readdir(join(cache, 'scenes'));
    expect(names).not.toEqual([]);
    for (const name of names) {
      const path = join(cache, 'scenes', name);
      const entry: unknown = JSON.parse(await readFile(path, 'utf8'));
      await writeFile(path, JSON.stringify({ ...Object(entry), code: '/* from the cache */' }));
    }
  }
  const fromCache = async (path: string) => (await loadSceneBundle(path)).code === '/* from the cache */';

  it('and takes the bundle from there while nothing has changed', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('one', "import { one } from './one.ts';"),
      'one.ts': 'export const one = 1;',
      'other.ts': '',
    });
    const { map } = await loadSceneBundle(path);
    await markCache();
    await write({ 'other.ts': 'export const other = 1;', 'one.ts': 'export const one = 1;' });
    expect(await loadSceneBundle(path)).toEqual({ path, code: '/* from the cache */', map });
  });

  it('scenes of the same name apart', async () => {
    const one = await write({ 'one/a.scene.ts': sceneOf('1') });
    const two = await write({ 'two/a.scene.ts': sceneOf('2') });
    for (const _ of ['bundled', 'cached']) {
      expect([await loadAndSetUp(one), await loadAndSetUp(two)]).toEqual([1, 2]);
    }
  });

  it.each([
    { what: 'the scene', name: 'a.scene.ts', scene: sceneOf('1'), before: undefined, after: sceneOf('2') },
    {
      what: 'a module',
      name: 'value.ts',
      scene: sceneOf('value()', "import { value } from './value.ts';"),
      before: 'export function value() { return 1; }',
      after: 'export function value() { return 2; }',
    },
    {
      what: 'a constant of a module',
      name: 'value.ts',
      scene: sceneOf('value', "import { value } from './value.ts';"),
      before: 'export const value = 1;',
      after: 'export const value = 2;',
    },
    {
      what: 'a module that is imported for what it does',
      name: 'value.ts',
      scene: sceneOf('globalThis.plotreelTest', "import './value.ts';"),
      before: 'globalThis.plotreelTest = 1;',
      after: 'globalThis.plotreelTest = 2;',
    },
    {
      what: 'a module that did nothing',
      name: 'value.ts',
      scene: sceneOf('globalThis.plotreelEmpty ?? 1', "import './value.ts';"),
      before: 'export {};',
      after: 'globalThis.plotreelEmpty = 2;',
    },
    {
      what: 'a module that hands on from others',
      name: 'value.ts',
      scene: sceneOf('value()', "import { value } from './value.ts';"),
      before: "export { one as value } from './values.ts';",
      after: "export { two as value } from './values.ts';",
    },
    {
      what: 'JSON',
      name: 'value.json',
      scene: sceneOf('file.value', "import file from './value.json';"),
      before: '{ "value": 1 }',
      after: '{ "value": 2 }',
    },
    {
      what: 'a name in JSON',
      name: 'value.json',
      scene: sceneOf('value', "import { value } from './value.json';"),
      before: '{ "value": 1 }',
      after: '{ "value": 2 }',
    },
    {
      what: 'CSV',
      name: 'value.csv',
      scene: sceneOf('rows[0].value', "import rows from './value.csv';"),
      before: 'value\n1\n',
      after: 'value\n2\n',
    },
    {
      what: 'a picture',
      name: 'value.png',
      scene: sceneOf('url.length > 100 ? 2 : 1', "import url from './value.png';"),
      before: 'a',
      after: 'a'.repeat(100),
    },
    {
      what: 'a file as text',
      name: 'value.txt',
      scene: sceneOf('Number(text)', "import text from './value.txt?raw';"),
      before: '1',
      after: '2',
    },
    {
      what: 'a file named by a URL',
      name: 'value.png',
      scene: sceneOf("new URL('./value.png', import.meta.url).href.length > 100 ? 2 : 1"),
      before: 'a',
      after: 'a'.repeat(100),
    },
    {
      what: 'a module that is loaded late',
      name: 'value.ts',
      scene: sceneOf("import('./value.ts').then((it) => it.value)"),
      before: 'export const value = 1;',
      after: 'export const value = 2;',
    },
  ])('until it has changed: $what', async ({ name, scene, before, after }) => {
    const path = await write({
      'a.scene.ts': scene,
      'values.ts': 'export const one = () => 1; export const two = () => 2;',
      ...(before === undefined ? {} : { [name]: before }),
    });
    expect(await loadAndSetUp(path)).toBe(1);
    expect(await loadAndSetUp(path)).toBe(1);
    await write({ [name]: after });
    expect(await loadAndSetUp(path)).toBe(2);
  });

  it('until a file is gone', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('one()', "import { one } from './one.ts';"),
      'one.ts': 'export const one = () => 1;',
    });
    await loadSceneBundle(path);
    await rm(join(folder, 'one.ts'));
    expect((await failure(path)).message).toContain('./one.ts');
  });

  it('nothing that failed', async () => {
    const path = await write({ 'a.scene.ts': 'export default {' });
    await failure(path);
    await write({ 'a.scene.ts': sceneOf('1') });
    expect(await loadAndSetUp(path)).toBe(1);
  });

  it.each(['', 'not JSON', '{}', '{"code": 1, "map": "", "inputs": {}}'])(
    'and bundles anew when the entry is broken: %j',
    async (content) => {
      const path = await write({ 'a.scene.ts': sceneOf('1') });
      await loadSceneBundle(path);
      for (const name of await readdir(join(cache, 'scenes'))) await writeFile(join(cache, 'scenes', name), content);
      expect(await loadAndSetUp(path)).toBe(1);
      await markCache();
      expect(await fromCache(path)).toBe(true);
    },
  );

  it('and does without when the cache folder cannot be made', async () => {
    const file = await write({ file: '' });
    vi.stubEnv('PLOTREEL_CACHE', join(file, 'cache'));
    expect(await loadAndSetUp(await write({ 'a.scene.ts': sceneOf('1') }))).toBe(1);
    expect((await stat(file)).size).toBe(0);
  });

  it('one entry for a scene that is loaded several times at once', async () => {
    const path = await write({ 'a.scene.ts': sceneOf('1') });
    const bundles = await Promise.all([loadSceneBundle(path), loadSceneBundle(path), loadSceneBundle(path)]);
    expect(new Set(bundles.map(({ code }) => code)).size).toBe(1);
    expect(await readdir(join(cache, 'scenes'))).toHaveLength(1);
    await markCache();
    expect(await fromCache(path)).toBe(true);
  });
});

describe('loadSceneBundle() rejects with a SceneError', () => {
  it('when there is no such file', async () => {
    const path = join(folder, 'missing.scene.ts');
    expect((await failure(path)).message).toBe(`Scene file not found: ${path}`);
  });

  it('when it is a folder', async () => {
    expect((await failure(folder)).message).toBe(`Scene file not found: ${folder}`);
  });

  it('with file and line of a syntax error, without colours', async () => {
    const path = await write({ 'a.scene.ts': 'const one = 1;\nconst two = ;\nexport default {};\n' });
    const { message } = await failure(path);
    expect(message).toContain(`Cannot bundle ${path}: `);
    expect(message).toMatch(/a\.scene\.ts:2:\d+/);
    expect(message).toContain('const two = ;');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
    expect(message).not.toMatch(/\x1b/);
  });

  it('with file and line of a syntax error in another module', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('one', "import { one } from './lib/one.ts';"),
      'lib/one.ts': '\n\nexport const one = {;\n',
    });
    expect((await failure(path)).message).toMatch(/lib\/one\.ts:3:\d+/);
  });

  it.each([
    { what: 'a file', id: './nowhere.ts' },
    { what: 'a package', id: 'no-such-package-anywhere' },
    { what: 'a name that a module does not have', id: './one.ts' },
  ])('with the name of $what that is missing, and of who imports it', async ({ id }) => {
    const path = await write({
      'a.scene.ts': sceneOf('missing', `import { missing } from '${id}';`),
      'one.ts': 'export const one = 1;',
    });
    const { message } = await failure(path);
    expect(message).toContain(id.replace('./', ''));
    expect(message).toContain('a.scene.ts');
  });

  it('with the file of broken JSON', async () => {
    const path = await write({
      'a.scene.ts': sceneOf('data', "import data from './data.json';"),
      'data.json': '{ "x": }',
    });
    expect((await failure(path)).message).toContain('data.json');
  });

  it.each(['export const scene = {};', 'export {};', ''])('when there is no default export: %j', async (code) => {
    const path = await write({ 'a.scene.ts': code });
    expect((await failure(path)).message).toBe(`${path} has no default export: export default defineScene({ … })`);
  });
});

describe('scenePlaces()', () => {
  const ORIGIN = 'https://stage.plotreel.invalid';

  /** Where a text stands in the bundle, as a stack names it: counted from 1. */
  function positionOf(text: string, { code }: SceneBundle): string {
    const before = code.slice(0, code.indexOf(text));
    expect(before).not.toBe(code);
    return `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
  }

  const failureWith = (stack: string) => ({ phase: 'update' as const, name: 'TypeError', message: 'broken', stack });

  it("maps a stack's lines to files, lines and columns of the source", async () => {
    const path = await write({
      'a.scene.ts': [
        "import { scale } from './lib/scale.ts';",
        '',
        'interface Params { phase: number }',
        'export default {',
        '  setup: () => ({ data: [] }),',
        '  update(figure: unknown, params: Params): void {',
        '    scale(params.phase);',
        '  },',
        '};',
      ].join('\n'),
      'lib/scale.ts':
        'export function scale(value: number): number {\n  if (value > 1) throw new RangeError("too large");\n  return value;\n}\n',
    });
    const bundle = await loadSceneBundle(path);
    const stack = [
      'RangeError: too large',
      `    at scale (${ORIGIN}/scene.js:${positionOf('new RangeError', bundle)})`,
      `    at update (${ORIGIN}/scene.js:${positionOf('scale(params.phase)', bundle)})`,
      `    at async drawFrame (${ORIGIN}/index.js:10:20)`,
      '    at async Promise.all (index 0)',
    ].join('\n');
    expect(scenePlaces(failureWith(stack), bundle)).toEqual([
      `    at scale (${join(folder, 'lib/scale.ts')}:2:24)`,
      `    at update (${path}:7:5)`,
    ]);
  });

  it('maps from a bundle out of the cache as well', async () => {
    const path = await write({ 'a.scene.ts': `\n\n${sceneOf('JSON.parse("{")')}` });
    await loadSceneBundle(path);
    const cached = await loadSceneBundle(path);
    const stack = `    at Object.setup (${ORIGIN}/scene.js:${positionOf('JSON.parse', cached)})`;
    expect(scenePlaces(failureWith(stack), cached)).toEqual([`    at Object.setup (${path}:4:32)`]);
  });

  it('maps a line without a function, and all positions of a line', async () => {
    const path = await write({ 'a.scene.ts': sceneOf('broken()') });
    const bundle = await loadSceneBundle(path);
    const at = `${ORIGIN}/scene.js:${positionOf('broken()', bundle)}`;
    expect(
      scenePlaces(failureWith(`Error\n    at ${at}\n    at eval (eval at <anonymous> (${at}), ${at})`), bundle),
    ).toEqual([`    at ${path}:2:32`, `    at eval (eval at <anonymous> (${path}:2:32), ${path}:2:32)`]);
  });

  it('leaves a position that the map does not know', async () => {
    const bundle = await loadSceneBundle(await write({ 'a.scene.ts': sceneOf('1') }));
    const line = `    at f (${ORIGIN}/scene.js:9999:1)`;
    expect(scenePlaces(failureWith(line), bundle)).toEqual([line]);
  });

  it('gives nothing for an error from elsewhere', async () => {
    const bundle = await loadSceneBundle(await write({ 'a.scene.ts': sceneOf('1') }));
    expect(scenePlaces(failureWith('Error: broken\n    at f (https://other.invalid/x.js:1:1)'), bundle)).toEqual([]);
    expect(scenePlaces(failureWith(''), bundle)).toEqual([]);
  });
});
