// HTML-in-canvas (https://github.com/WICG/html-in-canvas), behind the CanvasDrawElement feature in Chromium.
interface CanvasRenderingContext2D {
  drawElementImage(element: Element, x: number, y: number): DOMMatrix;
}
interface HTMLCanvasElement {
  onpaint: ((event: Event) => void) | null;
  requestPaint(): void;
}
