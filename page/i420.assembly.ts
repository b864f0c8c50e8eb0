// BGRA to planar 4:2:0 in BT.709 limited range, AssemblyScript compiled to WebAssembly SIMD.
//
// ITU-R BT.709-6, items 3.2-3.4, for 8 bits: with E'Y = 0.2126 R + 0.7152 G + 0.0722 B in 0…1,
//   Y = 16 + 219 E'Y,  Cb = 128 + 224 (B - E'Y) / 1.8556,  Cr = 128 + 224 (R - E'Y) / 1.5748.
// Coefficients are scaled by 2^15 and rounded so that each row sums to what grey must give (28142 for luma, 0 for
// chroma): grey stays exactly grey. Chroma is the mean of a 2×2 block, sited in its centre.

const Y_B: i16 = 2032;
const Y_G: i16 = 20127;
const Y_R: i16 = 5983;
const U_B: i16 = 14392;
const U_G: i16 = -11094;
const U_R: i16 = -3298;
const V_B: i16 = -1320;
const V_G: i16 = -13072;
const V_R: i16 = 14392;

const Y_BIAS: i32 = (16 << 15) + (1 << 14);
const C_BIAS: i32 = (128 << 17) + (1 << 16);

/** Four lumas (i32x4) of four BGRA pixels. */
function luma4(pixels: v128): v128 {
  const k = i16x8(Y_B, Y_G, Y_R, 0, Y_B, Y_G, Y_R, 0);
  const low = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(pixels), k);
  const high = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(pixels), k);
  const sum = i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
  return i32x4.shr_u(i32x4.add(sum, i32x4.splat(Y_BIAS)), 15);
}

/** Sums of two 2×2 blocks as i16x8 (B G R A B G R A), from four pixels of each row. */
function blocks2(top: v128, bottom: v128): v128 {
  const low = i16x8.add(i16x8.extend_low_i8x16_u(top), i16x8.extend_low_i8x16_u(bottom));
  const high = i16x8.add(i16x8.extend_high_i8x16_u(top), i16x8.extend_high_i8x16_u(bottom));
  return i16x8.add(v128.shuffle<i64>(low, high, 0, 2), v128.shuffle<i64>(low, high, 1, 3));
}

/** Four chroma values (i32x4) of four block sums. */
function chroma4(a: v128, b: v128, k: v128): v128 {
  const low = i32x4.dot_i16x8_s(a, k);
  const high = i32x4.dot_i16x8_s(b, k);
  const sum = i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
  return i32x4.shr_u(i32x4.add(sum, i32x4.splat(C_BIAS)), 17);
}

function lumaRow(source: usize, target: usize): void {
  const a = i16x8.narrow_i32x4_s(luma4(v128.load(source)), luma4(v128.load(source, 16)));
  const b = i16x8.narrow_i32x4_s(luma4(v128.load(source, 32)), luma4(v128.load(source, 48)));
  v128.store(target, i8x16.narrow_i16x8_u(a, b));
}

function lumaPixel(source: usize, target: usize): void {
  const y = <i32>load<u8>(source) * Y_B + <i32>load<u8>(source, 1) * Y_G + <i32>load<u8>(source, 2) * Y_R;
  store<u8>(target, <u8>((y + Y_BIAS) >> 15));
}

/**
 * Converts one frame.
 * @param source BGRA, width × height × 4 bytes
 * @param target Y, then U, then V: width × height × 3/2 bytes; width and height are even
 */
export function convert(source: usize, target: usize, width: i32, height: i32): void {
  const stride = <usize>width * 4;
  const half = <usize>width >> 1;
  const uPlane = target + <usize>width * height;
  const vPlane = uPlane + half * (<usize>height >> 1);
  const wide = width & ~15;
  const ku = i16x8(U_B, U_G, U_R, 0, U_B, U_G, U_R, 0);
  const kv = i16x8(V_B, V_G, V_R, 0, V_B, V_G, V_R, 0);

  for (let row = 0; row < height; row += 2) {
    const top = source + <usize>row * stride;
    const bottom = top + stride;
    const y = target + <usize>row * width;
    const u = uPlane + <usize>(row >> 1) * half;
    const v = vPlane + <usize>(row >> 1) * half;
    let x = 0;
    for (; x < wide; x += 16) {
      const a = top + <usize>x * 4;
      const b = bottom + <usize>x * 4;
      lumaRow(a, y + x);
      lumaRow(b, y + width + x);
      const c0 = blocks2(v128.load(a), v128.load(b));
      const c1 = blocks2(v128.load(a, 16), v128.load(b, 16));
      const c2 = blocks2(v128.load(a, 32), v128.load(b, 32));
      const c3 = blocks2(v128.load(a, 48), v128.load(b, 48));
      const us = i16x8.narrow_i32x4_s(chroma4(c0, c1, ku), chroma4(c2, c3, ku));
      const vs = i16x8.narrow_i32x4_s(chroma4(c0, c1, kv), chroma4(c2, c3, kv));
      v128.store64_lane(u + (x >> 1), i8x16.narrow_i16x8_u(us, us), 0);
      v128.store64_lane(v + (x >> 1), i8x16.narrow_i16x8_u(vs, vs), 0);
    }
    for (; x < width; x += 2) {
      const a = top + <usize>x * 4;
      const b = bottom + <usize>x * 4;
      lumaPixel(a, y + x);
      lumaPixel(a + 4, y + x + 1);
      lumaPixel(b, y + width + x);
      lumaPixel(b + 4, y + width + x + 1);
      const blue = <i32>load<u8>(a) + load<u8>(a, 4) + load<u8>(b) + load<u8>(b, 4);
      const green = <i32>load<u8>(a, 1) + load<u8>(a, 5) + load<u8>(b, 1) + load<u8>(b, 5);
      const red = <i32>load<u8>(a, 2) + load<u8>(a, 6) + load<u8>(b, 2) + load<u8>(b, 6);
      store<u8>(u + (x >> 1), <u8>((blue * U_B + green * U_G + red * U_R + C_BIAS) >> 17));
      store<u8>(v + (x >> 1), <u8>((blue * V_B + green * V_G + red * V_R + C_BIAS) >> 17));
    }
  }
}
