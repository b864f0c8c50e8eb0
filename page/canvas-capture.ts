// Pixels of the figure through HTML-in-canvas: the figure lives inside a <canvas layoutsubtree> and is drawn into it
// in the canvas's paint event. Why it looks as it does is in docs/architecture.md, 'Capture'.

import { nextAnimationFrame } from './animation-frame.ts';

/** The figure's surroundings in the page. */
export interface CanvasCapture {
  /** Waits for the browser's next paint, draws the figure into the canvas and takes the picture. */
  snapshot(): Promise<VideoFrame>;
  /** Moves the figure out of the canvas, for a screenshot of the same state. */
  expose(): void;
  /** Moves it back. */
  conceal(): void;
}

export interface CanvasCaptureOptions {
  width: number;
  height: number;
  scale: number;
  background: string;
}

// Skia gives an element that is drawn a layer of the size of the clip. A layer of a few hundred KB is reused from the
// heap and stays in the cache; a frame-sized one is mapped anew for each frame. Drawing a 720p line chart in strips of
// 90 rows takes 1.8 ms, in one piece 5.4 ms, and the pixels are the same. Each strip goes through all that is drawn,
// though: from some thousand elements on (2,000 markers: 79 ms of processor time against 70) one piece is faster.
const STRIP_BYTES = 460_800;
const MAX_ELEMENTS_IN_STRIPS = 800;

/** Puts `host` into a canvas and gives a way to take its picture. */
export function openCanvasCapture(host: HTMLElement, options: CanvasCaptureOptions): CanvasCapture {
  const { width, height, scale, background } = options;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  // Nobody looks at the page: what the canvas holds is not composited, but for one pixel that keeps its paint events
  // coming. Saves 1 ms of processor time per 720p frame.
  canvas.style.clipPath = 'inset(0 0 calc(100% - 1px) calc(100% - 1px))';
  // The first is the older spelling of the API, the second (with `drawable` on what is drawn) the newer.
  canvas.setAttribute('layoutsubtree', '');
  canvas.setAttribute('content', 'drawable');
  host.setAttribute('drawable', '');
  canvas.append(host);
  document.body.append(canvas);

  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No 2D context for the capture canvas');
  const stripHeight = Math.max(16, Math.floor(STRIP_BYTES / (canvas.width * 4)));

  const clear = () => {
    context.fillStyle = background;
    if (background === 'transparent') context.clearRect(0, 0, canvas.width, canvas.height);
    else context.fillRect(0, 0, canvas.width, canvas.height);
  };

  const drawElement = (element: Element, x: number, y: number) => {
    if (element.getElementsByTagName('*').length > MAX_ELEMENTS_IN_STRIPS) {
      context.drawElementImage(element, x, y);
      return;
    }
    for (let top = 0; top < canvas.height; top += stripHeight) {
      context.save();
      context.beginPath();
      context.rect(0, top, canvas.width, Math.min(stripHeight, canvas.height - top));
      context.clip();
      context.drawElementImage(element, x, y);
      context.restore();
    }
  };

  // Drawn as one element, WebGL canvases inside come out shifted or at twice their size. Layer by layer they are exact.
  const drawLayers = (layers: Layer[]) => {
    const origin = host.getBoundingClientRect();
    for (const { element, opacity } of layers) {
      const box = element.getBoundingClientRect();
      const x = (box.left - origin.left) * scale;
      const y = (box.top - origin.top) * scale;
      if (!(element instanceof HTMLCanvasElement)) {
        drawElement(element, x, y);
        continue;
      }
      context.globalAlpha = opacity;
      context.drawImage(element, x, y, box.width * scale, box.height * scale);
      context.globalAlpha = 1;
    }
  };

  const draw = () => {
    clear();
    const layers = findLayers(host);
    if (layers === undefined) drawElement(host, 0, 0);
    else drawLayers(layers);
  };

  return {
    snapshot: async () => {
      const layers = findLayers(host);
      // 3-D scenes and splom draw in an animation frame of their own, asked for by the update.
      if (layers !== undefined) await nextAnimationFrame();
      for (const { element } of layers ?? []) prepareLayer(element);
      return await new Promise<VideoFrame>((resolve, reject) => {
        canvas.onpaint = () => {
          canvas.onpaint = null;
          try {
            draw();
            resolve(new VideoFrame(canvas, { timestamp: 0 }));
          } catch (error) {
            reject(error);
          }
        };
        canvas.requestPaint();
      });
    },
    expose: () => {
      for (const { element } of findLayers(host) ?? []) releaseLayer(element);
      canvas.before(host);
      canvas.style.display = 'none';
    },
    conceal: () => {
      for (const { element } of findLayers(host) ?? []) prepareLayer(element);
      canvas.style.display = '';
      canvas.append(host);
    },
  };
}

interface Layer {
  element: SVGSVGElement | HTMLCanvasElement;
  /** Of a canvas: 0 when the figure itself does not show it. */
  opacity: number;
}

/** The figure's SVGs and canvases in document order, undefined when it has no canvas. */
function findLayers(host: HTMLElement): Layer[] | undefined {
  const elements = [...host.querySelectorAll<SVGSVGElement | HTMLCanvasElement>('svg.main-svg, canvas')];
  if (!elements.some((element) => element instanceof HTMLCanvasElement)) return undefined;
  return elements
    .filter((element) => element.clientWidth > 0 && element.clientHeight > 0 && !isEmpty(element))
    .map((element) => ({ element, opacity: Number(getComputedStyle(element).opacity) }));
}

/** Plotly has an SVG for what appears under the mouse. Drawing nothing takes as long as drawing something. */
function isEmpty(element: Element): boolean {
  return element instanceof SVGSVGElement && element.style.background === '' && element.querySelector(SHAPES) === null;
}

const SHAPES = 'path, text, image, rect, circle, ellipse, line, polygon, polyline, use, foreignObject';

function prepareLayer(element: Element): void {
  // The figure goes on drawing into a hidden canvas; hidden, it is not drawn a second time with the SVGs.
  if (element instanceof HTMLCanvasElement) element.style.visibility = 'hidden';
  else element.setAttribute('drawable', '');
}

function releaseLayer(element: Element): void {
  if (element instanceof HTMLCanvasElement) element.style.visibility = '';
  else element.removeAttribute('drawable');
}
