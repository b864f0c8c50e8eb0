// Premultiplied BGRA, as canvases hold their pixels, to RGBA with straight alpha, as encoders and PNG want it:
// AssemblyScript compiled to WebAssembly SIMD.

const ALPHAS = 0xff000000;

/**
 * Converts pixels in their place.
 * @param at address of 4-byte pixels
 * @param count number of pixels
 * @param opaque the fourth byte means nothing
 */
export function straighten(at: usize, count: i32, opaque: bool): void {
  const end = at + ((<usize>count) << 2);
  const alphas = i32x4.splat(<i32>ALPHAS);
  while (at + 16 <= end) {
    let four = v128.load(at);
    if (opaque) four = v128.or(four, alphas);
    // Nearly all pixels of a figure are opaque or empty.
    if (i32x4.all_true(i32x4.eq(v128.and(four, alphas), alphas))) {
      v128.store(at, v128.shuffle<i8>(four, four, 2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15));
    } else if (v128.any_true(four)) {
      for (let i: usize = 0; i < 16; i += 4) straightenPixel(at + i);
    }
    at += 16;
  }
  for (; at < end; at += 4) {
    if (opaque) store<u8>(at, 255, 3);
    straightenPixel(at);
  }
}

function straightenPixel(at: usize): void {
  const alpha = <u32>load<u8>(at, 3);
  const blue = straight(load<u8>(at), alpha);
  store<u8>(at, straight(load<u8>(at, 2), alpha));
  store<u8>(at, straight(load<u8>(at, 1), alpha), 1);
  store<u8>(at, blue, 2);
}

/** value × 255 / alpha, rounded. */
function straight(value: u32, alpha: u32): u8 {
  if (alpha === 0) return 0;
  return <u8>min((value * 510 + alpha) / (2 * alpha), 255);
}
