/** No frame's index. */
export const SETUP_SEED = -1;

let state = SETUP_SEED;

// Mulberry32 (https://github.com/bryc/code/blob/master/jshash/PRNGs.md).
const random = (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/**
 * Makes `Math.random()` a function of `seed` and of how often it was called since. Plotly takes random numbers for ids
 * and in some algorithms, scenes may as well; a frame must look the same on every stage and after any other frame.
 *
 * It is one function for all seeds: some packages take it when they are loaded, and keep it.
 */
export function seedRandom(seed: number): void {
  state = seed;
  Math.random = random;
}
