import { byId } from './elements.ts';

const said = byId('said', HTMLElement);

/** Tells those who do not see it. */
export function say(text: string): void {
  said.textContent = text;
}
