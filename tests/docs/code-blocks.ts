import MarkdownIt from 'markdown-it';
import { type Mark, parseMark } from './mark.ts';

/** A block of code on a page. */
export interface CodeBlock {
  /** The page and the line of its fence, as editors jump to: `docs/start.md:12`. */
  place: string;
  /** '' for a fence without one, undefined for an indented block. */
  language: string | undefined;
  /** The name under which a reader stores it. */
  file: string | undefined;
  text: string;
  /** For each line of the text its line on the page. */
  lines: readonly number[];
  mark: Mark;
  /** The block that goes on where this one stops: they are one script, which is run there. */
  joinedInto: string | undefined;
}

/** All blocks of code of a page, in order. @throws Error for a mark that is wrong, or belongs to no block */
export function codeBlocks(page: string, markdown: string): CodeBlock[] {
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  const blocks: CodeBlock[] = [];
  let mark: Mark | undefined;
  for (const { type, content, info, map } of tokens) {
    const line = (map?.[0] ?? 0) + 1;
    const place = `${page}:${line}`;
    if (type === 'fence' || type === 'code_block') {
      const isFence = type === 'fence';
      const language = isFence ? (/^[\w-]*/.exec(info)?.[0] ?? '') : undefined;
      const file = mark?.file ?? /\[([\w./-]+\.\w+)\]/.exec(info)?.[1] ?? nameInText(language, content);
      const first = isFence ? line + 1 : line;
      const lines = content.split('\n').map((_, i) => first + i);
      blocks.push({ place, language, file, text: content, lines, mark: mark ?? parseMark(''), joinedInto: undefined });
      mark = undefined;
    } else {
      if (mark) throw new Error(`${place}: the comment before this line is about a code block, and none follows it`);
      const comment = type === 'html_block' ? /^<!--\s*example:(.*)-->\s*$/s.exec(content)?.[1] : undefined;
      if (comment !== undefined) mark = parsedAt(place, comment);
    }
  }
  if (mark) throw new Error(`${page}: the comment at its end is about a code block, and none follows it`);
  return joinContinued(blocks);
}

function parsedAt(place: string, comment: string): Mark {
  try {
    return parseMark(comment);
  } catch (cause) {
    throw new Error(`${place}: ${String(cause)}`, { cause });
  }
}

/** The name in a first line like `// wave.scene.ts: runs in the page`. */
function nameInText(language: string | undefined, text: string): string | undefined {
  if (language === undefined || !/^(ts|js|json|jsonc|yaml|python)$/.test(language)) return undefined;
  return /^(?:\/\/|#) ([\w./-]+\.\w+)(?::.*)?\n/.exec(text)?.[1];
}

/** Puts what goes on in a later block in front of it. */
function joinContinued(blocks: readonly CodeBlock[]): CodeBlock[] {
  const joined: CodeBlock[] = [];
  for (const block of blocks) {
    if (!block.mark.continues) {
      joined.push(block);
      continue;
    }
    const before = joined.findLastIndex(({ language, mark }) => language === block.language && !mark.notRun);
    const first = joined[before];
    if (!first) throw new Error(`${block.place} continues a block, and there is none before it`);
    joined[before] = { ...first, joinedInto: block.place };
    joined.push({
      ...block,
      file: block.file ?? first.file,
      text: first.text + block.text,
      lines: [...first.lines.slice(0, -1), ...block.lines],
      mark: { ...block.mark, after: block.mark.after ?? first.mark.after },
    });
  }
  return joined;
}
