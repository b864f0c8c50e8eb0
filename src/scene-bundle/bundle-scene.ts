import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { autoType, csvParse } from 'd3-dsv';
import { build, type Plugin, type Rolldown } from 'vite';
import { messageOf } from '../caught.ts';
import { SceneError } from '../errors.ts';

/** Beside this file's folder, as TypeScript or built. */
const SCENE_CLOCK_FILE = fileURLToPath(new URL(`../scene-clock${extname(import.meta.filename)}`, import.meta.url));

/**
 * Bundles a scene file with Vite.
 *
 * @param inputs gets the files that went into the module, or would have, should that fail
 * @returns the module and its source map
 */
export async function bundleScene(path: string, inputs: Set<string>): Promise<{ code: string; map: string }> {
  // This file counts too: what it makes of a scene changes with it.
  inputs.add(fileURLToPath(import.meta.url));
  const chunk = await buildChunk(path, inputs);
  if (!chunk.exports.includes('default')) {
    throw new SceneError(`${path} has no default export: export default defineScene({ … })`);
  }
  return { code: chunk.code, map: absoluteSources(chunk.map, dirname(path)) };
}

/** @param inputs gets the files that went into the bundle */
async function buildChunk(path: string, inputs: Set<string>): Promise<Rolldown.OutputChunk> {
  try {
    const built = await build({
      configFile: false,
      root: dirname(path),
      logLevel: 'silent',
      publicDir: false,
      define: { 'process.env.NODE_ENV': '"production"' },
      plugins: [ownModules(), csv(), json(), collectInputs(inputs), mentionedClock()],
      build: {
        write: false,
        // The source map names its files from here.
        outDir: dirname(path),
        emptyOutDir: false,
        target: 'esnext',
        minify: false,
        sourcemap: true,
        // Images and the like become data URLs: the page asks for nothing but the bundle.
        assetsInlineLimit: Number.MAX_SAFE_INTEGER,
        lib: { entry: path, formats: ['es'], fileName: 'scene' },
        rolldownOptions: { output: { codeSplitting: false }, transform: { inject: repeatableClock() } },
      },
    });
    const output = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
    const chunk = output.find((file) => file.type === 'chunk' && file.isEntry);
    if (chunk?.type !== 'chunk') throw new Error('Vite made no module of it');
    return chunk;
  } catch (error) {
    throw new SceneError(`Cannot bundle ${path}: ${describe(error)}`, { cause: error });
  }
}

/**
 * What a scene and its packages see in place of the browser's own, wherever no variable of theirs has the name. Plotly is
 * not in the bundle: its transitions need a clock that goes.
 */
function repeatableClock(): Record<string, [module: string, name: string]> {
  const globals = ['', 'globalThis.', 'window.', 'self.'];
  const names = { Date: 'sceneDate', performance: 'scenePerformance', 'Math.random': 'sceneRandom' };
  return Object.fromEntries(
    globals.flatMap((global) =>
      Object.entries(names).map(([name, by]) => [`${global}${name}`, [SCENE_CLOCK_FILE, by]]),
    ),
  );
}

const TIME_OR_CHANCE = /\b(random|Date|performance|Temporal|Intl)\b/;

/**
 * A module that mentions time or chance in any way brings the clock along, also where it gets at them in a way that is not
 * replaced, `const { random } = Math`: that it is there tells that no frame of this scene may be skipped.
 */
function mentionedClock(): Plugin {
  return {
    name: 'plotreel:mentioned-clock',
    // When types are gone: they may name a Date.
    enforce: 'post',
    transform: (code, id) => {
      if (id === SCENE_CLOCK_FILE || !TIME_OR_CHANCE.test(code)) return undefined;
      // At the end, so that places in the source stay.
      return { code: `${code}\nimport ${JSON.stringify(SCENE_CLOCK_FILE)};`, map: null };
    },
  };
}

/** `plotreel/scene` is found wherever the scene file lies, and Plotly is the one that the page has already. */
function ownModules(): Plugin {
  const plotly = '\0plotly';
  return {
    name: 'plotreel:own-modules',
    enforce: 'pre',
    resolveId: (id) => {
      if (id === 'plotreel/scene') return fileURLToPath(import.meta.resolve('plotreel/scene'));
      return /^plotly\.js(-[a-z-]+)?$/.test(id) ? plotly : undefined;
    },
    load: (id) => (id === plotly ? 'export default globalThis.Plotly;' : undefined),
  };
}

/** `import rows from './data.csv'`: a list of objects, numbers and dates recognised. */
function csv(): Plugin {
  return {
    name: 'plotreel:csv',
    enforce: 'pre',
    load: async (id) => {
      if (!id.endsWith('.csv')) return undefined;
      const rows = csvParse(await readFile(id, 'utf8'), autoType);
      return `export default [${rows.map(rowLiteral).join(',\n')}];`;
    },
  };
}

/** Vite's own error for broken JSON does not tell the file. */
function json(): Plugin {
  return {
    name: 'plotreel:json',
    enforce: 'pre',
    load: async (id) => {
      if (!id.endsWith('.json')) return undefined;
      const text = await readFile(id, 'utf8');
      try {
        JSON.parse(text);
      } catch (error) {
        throw new SyntaxError(`${id}: ${error instanceof Error ? error.message : error}`);
      }
      return text;
    },
  };
}

/** A row as JavaScript: JSON has no dates and no NaN. */
function rowLiteral(row: object): string {
  const fields = Object.entries(row).map(([name, value]: [string, unknown]) => {
    const literal =
      value instanceof Date
        ? `new Date(${value.getTime()})`
        : typeof value === 'number'
          ? String(value)
          : JSON.stringify(value);
    return `${JSON.stringify(name)}: ${literal}`;
  });
  return `{ ${fields.join(', ')} }`;
}

const ASSET_URL = /new URL\(\s*(['"`])(\.[^'"`]*)\1\s*,\s*import\.meta\.url/g;

/**
 * All modules count, also those of which nothing is left in the bundle but a value, and files named by URLs. When there is
 * no bundle, also those that are missing: it may come about when they are there.
 */
function collectInputs(inputs: Set<string>): Plugin {
  const missing = new Set<string>();
  return {
    name: 'plotreel:collect-inputs',
    enforce: 'pre',
    resolveId: (source, importer) => {
      if (importer !== undefined && source.startsWith('.')) missing.add(resolve(dirname(importer), source));
      return undefined;
    },
    load: (id) => {
      missing.add(id);
      return undefined;
    },
    buildEnd: (error) => {
      for (const id of error === undefined ? [] : missing) addFile(id, inputs);
    },
    transform: (code, id) => {
      for (const [, , asset = ''] of code.matchAll(ASSET_URL)) inputs.add(resolve(dirname(id), asset));
    },
    generateBundle() {
      for (const id of this.getModuleIds()) addFile(id, inputs);
    },
  };
}

/** Adds the file of a module, unless it has none. */
function addFile(id: string, inputs: Set<string>): void {
  const file = id.split('?')[0] ?? id;
  if (resolve(file) === file) inputs.add(file);
}

function absoluteSources(map: Rolldown.OutputChunk['map'], folder: string): string {
  if (!map) throw new SceneError('Vite made no source map');
  return JSON.stringify({ ...map, sources: map.sources.map((source) => resolve(folder, source)) });
}

function describe(error: unknown): string {
  const text = messageOf(error);
  // Vite colours its code frames, and heads them with a count.
  return stripVTControlCharacters(text)
    .replace(/^Build failed with \d+ errors?:\s*/, '')
    .replace(/\n\s*Stack backtrace:[\s\S]*$/, '')
    .trim();
}
