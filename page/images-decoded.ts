const decoded = new WeakMap<Element, string>();

/**
 * Waits until every picture in the figure can be painted. Heatmaps, image traces and layout images are SVG images with
 * data URLs, which load some milliseconds after Plotly's promise has resolved.
 */
export async function imagesDecoded(host: HTMLElement): Promise<void> {
  const changed = [...host.querySelectorAll('image')].filter((image) => decoded.get(image) !== image.href.baseVal);
  await Promise.all(
    changed.map(async (image) => {
      const source = image.href.baseVal;
      const there =
        source === '' ||
        (await image.decode().then(
          () => true,
          () => false,
        ));
      // One that cannot be loaded is left out: Chromium would draw a torn picture in its place.
      image.style.visibility = there ? '' : 'hidden';
      decoded.set(image, source);
    }),
  );
}
