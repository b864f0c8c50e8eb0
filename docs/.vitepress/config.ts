// The documentation site: `npm run docs`. The pages are those that GitHub and the npm package show.
import { defineConfig } from 'vitepress';
import { showIndentedCode } from './indented-code.ts';
import { showRepositoryFiles } from './repository-files.ts';
import { sidebar } from './sidebar.ts';

export default defineConfig({
  lang: 'en',
  title: 'plotreel',
  description: 'Renders Plotly figures to video: fast, exact and repeatable.',
  cleanUrls: true,
  outDir: '../out/docs',
  cacheDir: '../out/docs-cache',
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      showRepositoryFiles(md);
      showIndentedCode(md);
    },
  },
  themeConfig: {
    sidebar,
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Gallery', link: '/gallery' },
      { text: 'API', link: '/reference/api' },
      { text: 'Command line', link: '/reference/cli' },
    ],
    outline: { level: [2, 3] },
    // In the page itself: nothing is asked of a search service.
    search: { provider: 'local' },
  },
});
