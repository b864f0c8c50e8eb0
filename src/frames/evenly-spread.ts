/** `wanted` of the numbers below `count`, as far as there are so many: the first, the last, and others evenly spread. */
export function evenlySpread(count: number, wanted: number): number[] {
  const last = Math.min(wanted, count) - 1;
  return last <= 0 ? [0] : Array.from({ length: last + 1 }, (_, i) => Math.round((i * (count - 1)) / last));
}
