import type { PreviewJob } from '../../src/preview/protocol.ts';
import { byId } from './elements.ts';

const viewport = byId('viewport', HTMLElement);
const frame = byId('frame', HTMLElement);

/** CSS pixels left free about a fitted figure. */
const MARGIN = 16;

/** How large the figure is shown, and what lies over it. */
export interface View {
  /** Lays out a figure of this job. */
  lay(job: PreviewJob): void;
  /** One pixel of the video on one of the screen, or as large as there is room. */
  setReal(real: boolean): void;
}

export function createView(): View {
  let job: PreviewJob | undefined;
  let real = false;
  const layOut = () => {
    if (!job) return;
    const { width, height, scale } = job.mount;
    const room = { x: viewport.clientWidth - 2 * MARGIN, y: viewport.clientHeight - 2 * MARGIN };
    const factor = real ? scale / devicePixelRatio : Math.max(0.05, Math.min(room.x / width, room.y / height));
    frame.style.width = `${width * factor}px`;
    frame.style.height = `${height * factor}px`;
    const { left, top } = viewport.getBoundingClientRect();
    const free = { x: viewport.clientWidth - width * factor, y: viewport.clientHeight - height * factor };
    frame.style.marginInlineStart = `${wholePixels(left + Math.max(0, free.x / 2)) - left - viewport.clientLeft}px`;
    frame.style.marginBlockStart = `${wholePixels(top + Math.max(0, free.y / 2)) - top - viewport.clientTop}px`;
    for (const iframe of frame.querySelectorAll('iframe')) {
      // In a layer of its own its edges come out as in a render, where nothing else is on the page.
      iframe.style.transform = `translateZ(0) scale(${factor})`;
    }
    viewport.classList.toggle('real', real);
    // Only what scrolls must be reached with the keyboard.
    const scrolls = viewport.scrollWidth > viewport.clientWidth || viewport.scrollHeight > viewport.clientHeight;
    if (scrolls) viewport.tabIndex = 0;
    else viewport.removeAttribute('tabindex');
  };
  new ResizeObserver(layOut).observe(viewport);
  // Zooming changes the pixel ratio, and may leave the size.
  addEventListener('resize', layOut);
  return {
    lay: (next) => {
      job = next;
      frame.classList.toggle('transparent', next.mount.background === 'transparent');
      layOut();
    },
    setReal: (next) => {
      real = next;
      layOut();
    },
  };
}

/** Between the screen's pixels, the browser would draw other ones than a render. */
function wholePixels(length: number): number {
  return Math.ceil(length * devicePixelRatio) / devicePixelRatio;
}
