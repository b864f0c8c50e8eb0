import type { TextReport, TextSample } from '../src/protocol.ts';

/** Says what of a text this browser has no glyphs for, and whether it has the font that was asked for. */
export function examineText({ text, family }: TextSample): TextReport {
  return { missing: missingCharacters(text, family), familyFound: hasFamily(family) };
}

const SIDE = 48;
const FONT_SIZE = 32;
/** Private use, in the last plane: no font has it, so that the sign for a missing glyph is drawn. */
const NOWHERE = '\u{10FFFD}';
/** Spaces, controls and marks show nothing of their own. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}]/u;

function missingCharacters(text: string, family: string): string {
  const context = openContext();
  const draw = (character: string) => {
    context.font = `${FONT_SIZE}px ${family}`;
    context.clearRect(0, 0, SIDE, SIDE);
    context.fillText(character, 0, FONT_SIZE);
    return context.getImageData(0, 0, SIDE, SIDE).data.join();
  };
  const sign = draw(NOWHERE);
  return [...new Set(text)].filter((character) => VISIBLE.test(character) && draw(character) === sign).join('');
}

/** Whether the first family of a CSS list is there: if not, text is as wide as in the font that comes next, whichever. */
function hasFamily(families: string): boolean {
  const [first = ''] = families.split(',');
  const context = openContext();
  const width = (family: string) => {
    context.font = `${FONT_SIZE}px ${family}`;
    return context.measureText('mmmmmwwwwwlliI1,.').width;
  };
  if (GENERIC.test(first)) return true;
  return ['monospace', 'serif'].some((next) => width(`${first}, ${next}`) !== width(next));
}

const GENERIC = /^\s*(serif|sans-serif|monospace|cursive|fantasy|system-ui|math|emoji)\s*$/;

function openContext(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No 2D context to draw text in');
  return context;
}
