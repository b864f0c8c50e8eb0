/** `count` numbers from `from` to `to`, both included. */
export function range(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, i) => from + (i * (to - from)) / (count - 1));
}

/** The same numbers in every run and every stage: mulberry32, uniform in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` numbers uniform in [0, 1). */
export function uniform(count: number, seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => random());
}

/** `count` numbers with mean 0 and standard deviation 1 (Box and Muller). */
export function normal(count: number, seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}
