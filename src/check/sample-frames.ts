/** Indices of `samples` frames out of `count`: the first, the last, and others evenly spread between them. */
export function sampleFrames(count: number, samples: number): number[] {
  const last = Math.min(samples, count) - 1;
  return last <= 0 ? [0] : Array.from({ length: last + 1 }, (_, i) => Math.round((i * (count - 1)) / last));
}
