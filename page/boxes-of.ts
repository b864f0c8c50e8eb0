import type { Box } from '../src/protocol.ts';

/** Where those elements of a figure are that any of the selectors finds, in CSS pixels from its top left corner. */
export function boxesOf(element: HTMLElement, selectors: readonly string[]): Box[] {
  const origin = element.getBoundingClientRect();
  const found = new Set(selectors.flatMap((selector) => [...element.querySelectorAll(selector)]));
  return [...found].map((part) => {
    const { left, top, width, height } = part.getBoundingClientRect();
    return { x: left - origin.left, y: top - origin.top, width, height };
  });
}
