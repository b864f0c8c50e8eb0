import { byId, make } from './elements.ts';
import { say } from './say.ts';

const button = byId('copy', HTMLButtonElement);
const panel = byId('rendering', HTMLElement);

/** How long the button says that it was done. */
const SAID_MS = 2000;

/** The button that copies the command line. */
export function createCopyButton(command: () => string): void {
  const label = button.textContent;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(command());
      button.textContent = 'Copied';
      say(`Copied: ${command()}`);
      setTimeout(() => {
        button.textContent = label;
      }, SAID_MS);
    } catch {
      // The browser keeps the clipboard to itself: then by hand.
      const field = make('input', { readOnly: true, value: command() });
      field.setAttribute('aria-label', 'Command');
      panel.hidden = false;
      panel.replaceChildren(field);
      field.select();
    }
  });
}
