import { byId } from './elements.ts';
import { say } from './say.ts';

const button = byId('copy', HTMLButtonElement);

/** How long the button says that it was done. */
const SAID_MS = 2000;

/** The button that copies the command line. @returns tells it which that is */
export function createCopyButton(): (command: string) => void {
  let command = '';
  const label = button.textContent;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(command);
      button.textContent = 'Copied';
      say(`Copied: ${command}`);
      setTimeout(() => {
        button.textContent = label;
      }, SAID_MS);
    } catch {
      // The browser keeps the clipboard to itself: then by hand.
      prompt('The command line', command);
    }
  });
  return (next) => {
    command = next;
    button.disabled = false;
  };
}
