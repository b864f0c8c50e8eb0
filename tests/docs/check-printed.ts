import { stripVTControlCharacters } from 'node:util';

/** Compares a block that shows what a command prints with what it printed: all its lines, in their order. @throws Error that names the first that is not there */
export function checkPrinted(
  shown: string,
  { printed, folder, numbersVary }: { printed: string; folder: string; numbersVary: boolean },
): void {
  const plain = stripVTControlCharacters(printed).replaceAll(folder, '/home/me');
  const comparable = (line: string) => (numbersVary ? line.replaceAll(/\d[\d,.]*/g, '0') : line).trimEnd();
  const lines = plain.split(/[\r\n]+/).map(comparable);
  let next = 0;
  for (const line of shown.split('\n')) {
    if (line.trim() === '') continue;
    const pattern = withEllipses(comparable(line));
    const found = lines.findIndex((it, i) => i >= next && pattern.test(it));
    if (found < 0) throw new Error(`The page shows a line that is not printed (here): ${line}\nPrinted:\n${plain}`);
    next = found + 1;
  }
}

/** `…` stands for anything. */
function withEllipses(line: string): RegExp {
  return new RegExp(`^${line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('…', '.*')}$`);
}
