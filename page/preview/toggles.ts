import { byId } from './elements.ts';

/** A button that is on or off, and stays so for the next visit. @returns a function that changes it over */
export function createToggle(
  id: string,
  { on, onChange }: { on: boolean; onChange: (on: boolean) => void },
): () => void {
  const button = byId(id, HTMLButtonElement);
  const attribute = button.hasAttribute('aria-expanded') ? 'aria-expanded' : 'aria-pressed';
  let state = recall(id) ?? on;
  const apply = () => {
    button.setAttribute(attribute, String(state));
    onChange(state);
  };
  const change = () => {
    state = !state;
    remember(id, state);
    apply();
  };
  button.addEventListener('click', change);
  apply();
  return change;
}

/** What was chosen on an earlier visit; undefined: nothing. */
export function recall(id: string): boolean | undefined {
  const kept = localStorage.getItem(`plotreel.${id}`);
  return kept === null ? undefined : kept === 'true';
}

export function remember(id: string, state: boolean): void {
  localStorage.setItem(`plotreel.${id}`, String(state));
}
