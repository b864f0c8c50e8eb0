import type { MarkdownRenderer } from 'vitepress';

/** Shows indented code as fenced code is shown: it scrolls, and can be copied. */
export function showIndentedCode(md: MarkdownRenderer): void {
  md.core.ruler.push('indented-code', ({ tokens }) => {
    for (const token of tokens) {
      if (token.type === 'code_block') Object.assign(token, { type: 'fence', info: 'txt', markup: '```' });
    }
  });
}
