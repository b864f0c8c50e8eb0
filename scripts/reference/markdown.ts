/** A table; nothing when it has no rows. Cells are Markdown. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text of a comment as one line of Markdown: what looks like HTML is text. */
export function prose(text: string): string {
  return text
    .trim()
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('*', '\\*')))
    .join('')
    .replace(/\s+/g, ' ');
}

export const code = (text: string): string => `\`${text}\``;

/** @param mark how tests/docs run it */
export function codeBlock(language: string, text: string, mark: string): string {
  return `<!-- example: ${mark} -->\n\`\`\`${language}\n${text.trim()}\n\`\`\``;
}

/** How a function or a command is called. */
export function signatureBlock(language: string, text: string): string {
  return codeBlock(language, text, 'not run: a signature');
}

/** The parts that have something in them, as a page. */
export function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
