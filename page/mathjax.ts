// Plotly typesets text with `$…$` in it when there is a MathJax on the page, and waits for it. MathJax is 2 MB, so it is
// loaded when the first formula comes.

let loading: Promise<unknown> | undefined;

/** Loads MathJax if any of the values, strings at any depth, is a formula. */
export async function loadMathJaxFor(...values: readonly unknown[]): Promise<void> {
  if (!loading && values.some(hasMath)) loading = load();
  await loading;
}

/**
 * Plotly looks for dollars anywhere, and shows nothing of the text around a formula: what it can show as it is meant is
 * all in dollars. Prices, '$5 to $10', are no reason to load MathJax.
 */
function hasMath(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('$') && /^\s*\$+[^$]+\$+\s*$/.test(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Node) return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(hasMath);
}

async function load(): Promise<void> {
  const settings = {
    // Plotly hands over the texts; the page itself has none.
    startup: { typeset: false },
    // A menu and a hidden text for screen readers: nobody clicks or listens.
    options: { enableMenu: false, enableAssistiveMml: false },
  };
  Object.defineProperty(globalThis, 'MathJax', { value: settings, writable: true, configurable: true });
  await import('mathjax/es5/tex-svg-full.js');
  await MathJax.startup.promise;
}
