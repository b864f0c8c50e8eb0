// The functions of plotly.js that the page calls, typed by what they accept at run time.
declare module 'plotly.js-dist' {
  import type { Config, Data, Layout } from 'plotly.js';

  type Patch = Record<string, unknown>;
  const Plotly: {
    version: string;
    newPlot(element: HTMLElement, data: Data[], layout?: Partial<Layout>, config?: Partial<Config>): Promise<unknown>;
    react(element: HTMLElement, data: Data[], layout?: Partial<Layout>, config?: Partial<Config>): Promise<unknown>;
    restyle(element: HTMLElement, patch: Patch, traces?: number[]): Promise<unknown>;
    relayout(element: HTMLElement, patch: Patch): Promise<unknown>;
    update(element: HTMLElement, data: Patch, layout: Patch, traces?: number[]): Promise<unknown>;
    animate(element: HTMLElement, frames: unknown, options: Patch): Promise<unknown>;
    redraw(element: HTMLElement): Promise<unknown>;
    purge(element: HTMLElement): void;
  };
  export default Plotly;
}
