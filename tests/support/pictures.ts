/** How many pixels have this colour, give or take 2 of 255 levels. */
export function countColour(rgba: Buffer, [red, green, blue]: readonly [number, number, number]): number {
  const near = (value: number | undefined, wanted: number) => Math.abs((value ?? 0) - wanted) <= 2;
  let count = 0;
  for (let i = 0; i < rgba.length; i += 4) {
    if (near(rgba[i], red) && near(rgba[i + 1], green) && near(rgba[i + 2], blue)) count++;
  }
  return count;
}

/** How many pixels are not of the picture's most frequent colour. */
export function inkedPixels(rgba: Buffer): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < rgba.length; i += 4) {
    const colour = rgba.readUInt32LE(i);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return rgba.length / 4 - Math.max(...counts.values());
}
