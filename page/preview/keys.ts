import { byId, make } from './elements.ts';
import { recall, remember } from './toggles.ts';

/** A key and what it does. */
export interface Shortcut {
  /** As `KeyboardEvent.key` has it, the shift key with a plus before it. */
  keys: readonly string[];
  what: string;
  run: (key: string) => void;
}

const NAMES: Partial<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  'Shift+ArrowLeft': 'Shift ←',
  'Shift+ArrowRight': 'Shift →',
};

const help = byId('help', HTMLDialogElement);
const letters = byId('letters', HTMLInputElement);

/** Has keys do what they are there for, and names them in the help. */
export function listenToKeys(shortcuts: readonly Shortcut[]): void {
  byId('keys', HTMLDListElement).append(...shortcuts.flatMap(describe));
  letters.checked = recall('letters') ?? true;
  letters.addEventListener('change', () => remember('letters', letters.checked));
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const key = nameOf(event);
    if (help.open) {
      if (key === '?' && letters.checked) help.close();
      return;
    }
    const shortcut = shortcuts.find(({ keys }) => keys.includes(key));
    if (!shortcut || belongsTo(event.target, key)) return;
    // Who dictates would set them off by mistake (WCAG 2.1.4).
    if (key.length === 1 && key !== ' ' && !letters.checked) return;
    event.preventDefault();
    shortcut.run(key);
  });
}

// What was clicked with the mouse lets go of the keys: else Space would click it again.
document.addEventListener('click', ({ target, detail }) => {
  if (detail > 0 && target instanceof Element) target.closest('button')?.blur();
});

function nameOf({ key, shiftKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return shiftKey && key.startsWith('Arrow') ? `Shift+${name}` : name;
}

/** Whether the element itself has a use for the key. */
function belongsTo(target: EventTarget | null, key: string): boolean {
  if (target instanceof HTMLInputElement && target.type === 'range') return false;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLElement && target.id === 'viewport') return key !== ' ' && key.length > 1;
  // The button that closed the help may still have the focus.
  return (
    key === ' ' && target instanceof HTMLElement && target.checkVisibility() && target.matches('button, summary, a')
  );
}

function describe({ keys, what }: Shortcut): HTMLElement[] {
  const names = keys.flatMap((key) => [
    make('kbd', {}, NAMES[key] ?? key.toUpperCase().replace(/^(.)(.+)$/, (_, a, b) => a + b.toLowerCase())),
    ' ',
  ]);
  return [make('dt', {}, ...names), make('dd', {}, what)];
}
