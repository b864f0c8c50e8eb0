/** A frame rate as a ratio of integers. */
export interface FrameRate {
  numerator: number;
  denominator: number;
}

/** Rates that are customarily written as decimals and mean n × 1000/1001. */
const NTSC = new Map([
  ['23.976', { numerator: 24000, denominator: 1001 }],
  ['23.98', { numerator: 24000, denominator: 1001 }],
  ['29.97', { numerator: 30000, denominator: 1001 }],
  ['47.952', { numerator: 48000, denominator: 1001 }],
  ['59.94', { numerator: 60000, denominator: 1001 }],
  ['119.88', { numerator: 120000, denominator: 1001 }],
]);

const MAX_RATE = 1000;

/** The rate that `30`, `29.97`, `'30000/1001'` or `12.5` means, undefined when it means none in 0 < fps ≤ 1000. */
export function parseFrameRate(fps: number | string): FrameRate | undefined {
  const text = String(fps).trim();
  const ntsc = NTSC.get(text);
  if (ntsc) return ntsc;
  if (/\.\d{7,}$/.test(text)) return nearestRatio(Number(text));
  const match = /^(\d+(?:\.\d{1,6})?)(?:\/([1-9]\d*))?$/.exec(text);
  if (!match) return undefined;
  const [, top = '', bottom = '1'] = match;
  const decimals = top.split('.')[1]?.length ?? 0;
  const numerator = Math.round(Number(top) * 10 ** decimals);
  const denominator = Number(bottom) * 10 ** decimals;
  const divisor = greatestCommonDivisor(numerator, denominator);
  const rate = { numerator: numerator / divisor, denominator: denominator / divisor };
  const value = toNumber(rate);
  return value > 0 && value <= MAX_RATE ? rate : undefined;
}

/** The ratio that a quotient such as 30000 / 1001 or 100 / 3 was, undefined when it was none of small numbers. */
function nearestRatio(value: number): FrameRate | undefined {
  for (let denominator = 1; denominator <= 1001; denominator++) {
    const numerator = Math.round(value * denominator);
    if (numerator > 0 && Math.abs(numerator / denominator - value) < 1e-9 * value && value <= MAX_RATE) {
      return { numerator, denominator };
    }
  }
  return undefined;
}

/** Frames per second. */
export function toNumber({ numerator, denominator }: FrameRate): number {
  return numerator / denominator;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.max(1, a) : greatestCommonDivisor(b, a % b);
}
