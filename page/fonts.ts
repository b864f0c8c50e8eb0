import type { FontFaceSource } from '../src/protocol.ts';

/** Loads font files, for all text that is measured and drawn from now on. @throws Error that names a font that does not load */
export async function loadFonts(sources: readonly FontFaceSource[]): Promise<void> {
  await Promise.all(
    sources.map(async ({ url, family, ...descriptors }) => {
      const face = new FontFace(family, `url(${url})`, descriptors);
      document.fonts.add(face);
      try {
        await face.load();
      } catch (cause) {
        throw new Error(`The browser cannot use the font '${family}': its file may be damaged`, { cause });
      }
    }),
  );
}
