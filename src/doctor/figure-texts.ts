import { readFigure } from '../figure-input/read-figure.ts';

/** What a figure writes, and in what. */
export interface FigureTexts {
  /** Every character, once. */
  characters: string;
  /** CSS lists of font families, each once. */
  families: string[];
}

/** Reads a figure file's texts. @throws InputError when the file is missing or holds no figure */
export async function readFigureTexts(path: string): Promise<FigureTexts> {
  const figure = await readFigure(path);
  const characters = new Set<string>();
  const families = new Set<string>();
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'family') families.add(value);
      // MathJax has glyphs of its own.
      else if (!/^\$.*\$$/s.test(value)) for (const character of value) characters.add(character);
    } else if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
      for (const [name, item] of Object.entries(value)) if (!NO_TEXT.has(name)) visit(item, name);
  };
  visit(figure, '');
  return { characters: [...characters].join(''), families: [...families] };
}

/** Pictures in base64, borders with the names of places. */
const NO_TEXT = new Set(['source', 'geojson']);
