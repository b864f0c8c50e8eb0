import { byId } from './elements.ts';

const element = byId('waiting', HTMLElement);

/** What is done in less goes unsaid. */
const SAID_AFTER_MS = 500;

/** Says what is waited for, when it takes long; of several the first. @returns says it no more */
export function sayWaiting(text: string): () => void {
  const mine = Symbol(text);
  waits.set(mine, text);
  const timer = setTimeout(show, SAID_AFTER_MS);
  return () => {
    clearTimeout(timer);
    waits.delete(mine);
    show();
  };
}

const waits = new Map<symbol, string>();

function show(): void {
  const [text = ''] = waits.values();
  element.hidden = text === '';
  if (text !== element.textContent) element.textContent = text;
}
