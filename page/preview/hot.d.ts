/** Vite's messages, as far as the preview listens to them. */
interface ImportMeta {
  readonly hot?: {
    on(event: 'plotreel:changed' | 'vite:ws:disconnect', callback: () => void): void;
    on(
      event: 'plotreel:rendering',
      callback: (state: import('../../src/preview/protocol.ts').RenderState) => void,
    ): void;
  };
}
