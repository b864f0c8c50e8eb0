import { readFile } from 'node:fs/promises';
import { InputError } from '../errors.ts';

/** What a figure writes, and in what. */
export interface FigureTexts {
  /** Every character, once. */
  characters: string;
  /** CSS lists of font families, each once. */
  families: string[];
}

/** Reads a figure file's texts. @throws InputError when the file is missing or is not JSON */
export async function readFigureTexts(path: string): Promise<FigureTexts> {
  const figure = await readJson(path);
  const characters = new Set<string>();
  const families = new Set<string>();
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'family') families.add(value);
      // MathJax has glyphs of its own.
      else if (!/^\$.*\$$/s.test(value)) for (const character of value) characters.add(character);
    } else if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) if (!NO_TEXT.has(name)) visit(item, name);
  };
  visit(figure, '');
  return { characters: [...characters].join(''), families: [...families] };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`Expected the figure to be a JSON file, got '${path}': ${reason}`, { cause: error });
  }
}

/** Numbers and pictures in base64, borders with the names of places. */
const NO_TEXT = new Set(['bdata', 'source', 'geojson']);
