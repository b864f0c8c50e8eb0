import { byId } from './elements.ts';

const scrub = byId('scrub', HTMLInputElement);
const number = byId('number', HTMLInputElement);
const of = byId('of', HTMLElement);
const time = byId('time', HTMLElement);

/** The scrubber, the number of the frame and its time. */
export interface Where {
  /** Begins anew, for a video with these frames. */
  reset(indices: readonly number[], fps: number): void;
  /** Shows a place in the video. */
  mark(position: number): void;
}

/** @param callbacks scrub: to a place, as fast as it is dragged; jump: to a place that was typed */
export function createWhere({ scrub: seek, jump }: Record<'scrub' | 'jump', (position: number) => void>): Where {
  let [indices, fps]: [readonly number[], number] = [[], 30];
  scrub.addEventListener('input', () => seek(Number(scrub.value)));
  number.addEventListener('keydown', ({ key }) => {
    // Takes it, and leaves the keys to the player.
    if (key === 'Enter') number.blur();
  });
  const shown = () => String(indices[Number(scrub.value)] ?? 0);
  number.addEventListener('blur', () => {
    number.value = shown();
  });
  number.addEventListener('change', () => {
    // Empty is also what is no number.
    const wanted = Number(number.value || shown());
    const after = indices.findIndex((index) => index >= wanted);
    const position = after === -1 ? indices.length - 1 : after;
    jump(position);
    // There may be no frame of the number that was typed.
    number.value = String(indices[position] ?? 0);
  });
  return {
    reset: (next, rate) => {
      [indices, fps] = [next, rate];
      scrub.max = String(indices.length - 1);
      [number.min, number.max] = [String(indices[0] ?? 0), String(indices.at(-1) ?? 0)];
      of.textContent = `of ${indices.at(-1) ?? 0}`;
    },
    mark: (position) => {
      const seconds = `${(position / fps).toFixed(2)} s`;
      scrub.value = String(position);
      scrub.setAttribute('aria-valuetext', `Frame ${indices[position] ?? 0}, ${seconds}`);
      if (document.activeElement !== number) number.value = String(indices[position] ?? 0);
      time.textContent = seconds;
    },
  };
}
