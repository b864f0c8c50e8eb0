// The functions of plotly.js that the page calls, typed by what they accept at run time.
declare module 'plotly.js-dist' {
  import type { Config, Data, Layout } from 'plotly.js';

  type Patch = Record<string, unknown>;
  /** What `Plotly.validate` finds. */
  export interface PlotlyProblem {
    code: 'array' | 'object' | 'schema' | 'unused' | 'dynamic' | 'invisible' | 'value';
    /** Index of the trace; null in the layout. */
    trace: number | null;
    /** Keys from the trace or the layout; the empty text for itself. */
    path: readonly (string | number)[] | '';
    /** The same as one text. */
    astr: string;
  }
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
    validate(data: unknown[], layout: unknown): PlotlyProblem[] | undefined;
    PlotSchema: {
      get(): { layout: { layoutAttributes: unknown }; traces: Record<string, { attributes: unknown } | undefined> };
    };
  };
  export default Plotly;
}
