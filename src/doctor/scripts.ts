/** A kind of text, and what brings glyphs for it on Debian and Ubuntu. */
interface Script {
  name: string;
  /** What belongs to it. */
  pattern: RegExp;
  sample: string;
  package: string;
}

/** The first that fits counts; the last fits all. */
const SCRIPTS: readonly Script[] = [
  { name: 'Latin', pattern: /[\p{ASCII}\p{sc=Latin}]/u, sample: 'AZaz09äéñß', package: 'fonts-liberation' },
  { name: 'Greek', pattern: /\p{sc=Greek}/u, sample: 'αβγΩ', package: 'fonts-liberation' },
  { name: 'Cyrillic', pattern: /\p{sc=Cyrillic}/u, sample: 'ЖЯжя', package: 'fonts-liberation' },
  { name: 'maths', pattern: /\p{Sm}/u, sample: '∑∫√≤∞≈∂', package: 'fonts-dejavu-core' },
  { name: 'Arabic', pattern: /\p{sc=Arabic}/u, sample: 'عربي', package: 'fonts-noto-core' },
  { name: 'Hebrew', pattern: /\p{sc=Hebrew}/u, sample: 'אבגש', package: 'fonts-noto-core' },
  { name: 'Devanagari', pattern: /\p{sc=Devanagari}/u, sample: 'अकहन', package: 'fonts-noto-core' },
  {
    name: 'Chinese, Japanese, Korean',
    pattern: /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u,
    sample: '中文ひカ한',
    package: 'fonts-noto-cjk',
  },
  { name: 'emoji', pattern: /\p{Extended_Pictographic}/u, sample: '😀🚀🌍', package: 'fonts-noto-color-emoji' },
  { name: 'other scripts and signs', pattern: /./su, sample: '', package: 'fonts-noto-core' },
];

/** Text with something of every script in it. */
export const SAMPLE = SCRIPTS.map(({ sample }) => sample).join('');

/** The characters by script. */
export function byScript(characters: string): { name: string; package: string; characters: string }[] {
  const found = new Map<Script, string>();
  for (const character of characters) {
    const script = SCRIPTS.find(({ pattern }) => pattern.test(character));
    if (script) found.set(script, (found.get(script) ?? '') + character);
  }
  return [...found].map(([{ name, package: bringer }, some]) => ({ name, package: bringer, characters: some }));
}
