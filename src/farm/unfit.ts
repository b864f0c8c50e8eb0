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

/** The short cut for restyles that only move points gives other pixels than a full redraw. */
export class FastRestyleUnfitError extends BrowserError {
  constructor() {
    super('The short cut for moving points draws other pixels than a full redraw');
  }
}
