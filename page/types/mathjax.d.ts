declare module 'mathjax/es5/tex-svg-full.js';

declare const MathJax: { startup: { promise: Promise<unknown> } };
