import { BrowserError } from '../errors.ts';

/** The canvas cannot be used for capture here. */
export class CanvasUnfitError extends BrowserError {
  constructor(reason: string) {
    super(`The canvas cannot be used for capture: ${reason}`);
  }
}

/** The figure needs WebGL, and what was to draw it does not work here. */
export class WebGlUnfitError extends BrowserError {
  constructor(gl: string) {
    super(`WebGL does not work in this browser with gl '${gl}'`);
  }
}

/** The figure's updates give other pixels than a full redraw. */
export class UpdateUnfitError extends BrowserError {
  constructor() {
    super('Some updates that save work would draw other pixels than a full redraw: slower ones are used');
  }
}
