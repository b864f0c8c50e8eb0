import type { DefaultTheme } from 'vitepress';

/** The site's pages, in the order in which they are read. */
export const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Guide',
    items: [
      { text: 'Start', link: '/start' },
      { text: 'Scenes', link: '/scenes' },
      { text: 'From Python', link: '/from-python' },
      { text: 'Formats', link: '/formats' },
      { text: 'Timing and tweening', link: '/timing-and-tweening' },
      { text: 'Figure kinds', link: '/figure-kinds' },
    ],
  },
  {
    text: 'In production',
    items: [
      { text: 'Performance', link: '/performance' },
      { text: 'Reliability', link: '/reliability' },
      { text: 'Security', link: '/security' },
      { text: 'Scaling', link: '/scaling' },
      { text: 'Docker', link: '/docker' },
    ],
  },
  {
    text: 'See and prove',
    items: [
      { text: 'Testing', link: '/testing' },
      { text: 'Checking', link: '/checking' },
      { text: 'Verifying', link: '/verifying' },
      { text: 'Preview', link: '/preview' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'API', link: '/reference/api' },
      { text: 'Command line', link: '/reference/cli' },
      { text: 'Gallery', link: '/gallery' },
      { text: 'Architecture', link: '/architecture' },
    ],
  },
];
