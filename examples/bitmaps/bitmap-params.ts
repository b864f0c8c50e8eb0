/** What one frame of the scene shows. */
export interface BitmapParams {
  width: number;
  height: number;
  /** Red, green, blue and alpha of each pixel, row by row from the top. */
  pixels: Uint8Array;
  /** Seconds. */
  time: number;
}
