/**
 * Puts ticks and grid lines in one order. Plotly appends those that come to those that stay: where they lie over each
 * other, as labels of a crowded axis do, the pixels of a frame would depend on the frames before.
 */
export function putTicksInOrder(element: HTMLElement): void {
  const layers = new Set<Element>();
  for (const { parentElement } of element.querySelectorAll('[class*="tick"], [class*="grid"]')) {
    if (parentElement) layers.add(parentElement);
  }
  for (const layer of layers) {
    const ticks = [...layer.children].flatMap(readTick);
    const ordered = ticks.toSorted((a, b) => (a.kind === b.kind ? a.place - b.place : a.kind < b.kind ? -1 : 1));
    if (ordered.some((tick, i) => tick !== ticks[i])) layer.append(...ordered.map(({ node }) => node));
  }
}

interface Tick {
  node: Element;
  /** Its classes: labels, marks and grid lines may share a layer. */
  kind: string;
  /** On its axis. */
  place: number;
}

function readTick(node: Element): Tick[] {
  // What d3 has bound to it.
  const { x: place }: { x?: unknown } = Object(Reflect.get(node, '__data__'));
  return typeof place === 'number' ? [{ node, kind: node.getAttribute('class') ?? '', place }] : [];
}
