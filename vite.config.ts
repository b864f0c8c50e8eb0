// Bundles page/, Plotly included, into dist/page. Scenes are bundled apart, when they are rendered.
import asc from 'assemblyscript/asc';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig({
  root: 'page',
  base: '/',
  plugins: [wasm()],
  worker: { format: 'es', plugins: () => [wasm()] },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'esnext',
    modulePreload: false,
    // plotly.js and what it holds are in the bundle: their notices go with it.
    license: { fileName: 'LICENSES.md' },
    // Plotly alone is more than the default limit.
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      input: ['page/index.html', 'page/figure-scene/figure-scene.ts'],
      // The scene for figures is imported by what it exports, as any scene.
      preserveEntrySignatures: 'exports-only',
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' },
    },
  },
});

/** `import base64 from './x.assembly.ts?wasm'`: AssemblyScript compiled to WebAssembly with SIMD, memory imported. */
function wasm(): Plugin {
  return {
    name: 'plotreel:wasm',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split('?');
      if (query !== 'wasm' || file === undefined) return undefined;
      let binary: Uint8Array | undefined;
      const { error, stderr } = await asc.main(
        [file, '--outFile', 'out.wasm', '-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--importMemory'],
        {
          writeFile: (name, contents) => {
            if (name.endsWith('.wasm') && typeof contents !== 'string') binary = contents;
          },
        },
      );
      if (error || !binary) throw new Error(`AssemblyScript: ${error?.message}\n${stderr.toString()}`);
      return `export default ${JSON.stringify(Buffer.from(binary).toString('base64'))}`;
    },
  };
}
