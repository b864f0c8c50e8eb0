/** The items in a mixed order, the same one each time: neither theirs nor its reverse, where there are three or more. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  const middle = Math.floor(items.length / 2);
  const second = items.slice(middle);
  const first = items.slice(0, middle);
  // As a deck of cards: one of each half by turns, from the second half on.
  return second.flatMap((item, i) => [item, ...first.slice(i, i + 1)]);
}
