import { byId, make } from './elements.ts';

const strip = byId('strip', HTMLElement);

/** As many as Node draws: PICTURES of src/preview/film-strip.ts. */
const PICTURES = 12;

/** Pictures along the video; each leads to its frame. */
export interface FilmStrip {
  /** Begins anew, for a video with these frames. */
  reset(video: { indices: readonly number[]; version: number; ratio: number }): void;
  /** Marks the picture nearest to a place in the video. */
  mark(position: number): void;
}

export function createFilmStrip(seek: (position: number) => void): FilmStrip {
  let buttons: { position: number; element: HTMLButtonElement }[] = [];
  return {
    reset: ({ indices, version, ratio }) => {
      const shown = Math.min(PICTURES, indices.length);
      buttons = Array.from({ length: shown }, (_, i) => {
        const position = Math.round((i * (indices.length - 1)) / Math.max(1, shown - 1));
        const image = make('img', { alt: '', decoding: 'async' });
        image.addEventListener('load', () => image.setAttribute('data-there', ''));
        image.src = `/api/strip/${i}.png?version=${version}`;
        const element = make('button', { type: 'button' }, image);
        element.style.aspectRatio = String(ratio);
        element.setAttribute('aria-label', `Frame ${indices[position]}`);
        element.addEventListener('click', () => seek(position));
        return { position, element };
      });
      strip.replaceChildren(...buttons.map(({ element }) => element));
      strip.style.maxWidth = `calc(${shown} * 6rem * ${Math.max(1, ratio)})`;
    },
    mark: (position) => {
      const distances = buttons.map((button) => Math.abs(button.position - position));
      const nearest = distances.indexOf(Math.min(...distances));
      for (const [i, { element }] of buttons.entries()) {
        if (i === nearest) element.setAttribute('aria-current', 'true');
        else element.removeAttribute('aria-current');
      }
    },
  };
}
