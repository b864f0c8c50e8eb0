import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

const LINK = /\[([^\]]+)\]\((\.\.\/[^)\s]+)\)/g;
const LINE_OF_LINKS = new RegExp(`^${LINK.source}(?:, ${LINK.source})*$`, 'gm');
const GALLERY_PICTURE = /^!\[([^\]]*)\]\((pictures\/gallery\/([\w-]+)\.png)\)$/gm;

/**
 * Shows on the site what pages on GitHub link to: in the place of a line of links to files outside of docs/ those files,
 * folded; in the place of the gallery's pictures its videos. Of other links out of docs/ the text is left.
 */
export function showRepositoryFiles(md: MarkdownRenderer): void {
  md.core.ruler.before('normalize', 'repository-files', (state) => {
    // VitePress renders titles and the like too, which are of no file.
    const { path } = state.env ?? {};
    if (typeof path !== 'string' || state.inlineMode) return;
    state.src = state.src
      .replace(LINE_OF_LINKS, (line) => [...line.matchAll(LINK)].map(([, name, file]) => folded(name, file)).join('\n'))
      .replace(GALLERY_PICTURE, (line, text, picture, name) =>
        basename(path) === 'gallery.md' ? video({ name, text, picture, folder: dirname(path) }) : line,
      )
      .replace(LINK, '$1');
  });
}

function folded(name = '', file = ''): string {
  return `<details><summary>${name}</summary>\n\n<<< ${file}\n\n</details>\n`;
}

/** A video of `scripts/render-gallery.ts`, as large as the picture that stands for it. */
function video({ name, text, picture, folder }: Record<'name' | 'text' | 'picture' | 'folder', string>): string {
  const png = readFileSync(join(folder, picture));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return (
    `<video src="/gallery/${name}.mp4" poster="./${picture}" width="${width}" height="${height}" ` +
    `aria-label="${text}" controls loop muted playsinline preload="none"></video>`
  );
}
