import { byId, make } from './elements.ts';

const strip = byId('strip', HTMLElement);

/** As many as Node draws: PICTURES of src/preview/film-strip.ts. */
const PICTURES = 12;

/** What a strip shows. */
interface StripVideo {
  /** Index of each frame, in the order of the video. */
  indices: readonly number[];
  version: number;
  /** Width of a frame by its height. */
  ratio: number;
}

/** Pictures along the video; each leads to its frame. */
export interface FilmStrip {
  /** Begins anew, for a video with these frames. Pictures of the one before stay until there are others. */
  reset(video: StripVideo): void;
  /** Marks the picture nearest to a place in the video. */
  mark(position: number): void;
}

export function createFilmStrip(seek: (position: number) => void): FilmStrip {
  let buttons: HTMLButtonElement[] = [];
  let positions: number[] = [];
  /** Counts the videos: pictures of an earlier one come too late. */
  let videos = 0;

  const makeButton = (place: number) => {
    const element = make('button', { type: 'button' });
    element.addEventListener('click', () => seek(positions[place] ?? 0));
    return element;
  };
  // One by one, as they are drawn: browsers have few connections, and those that wait would keep all else waiting.
  const load = async (version: number) => {
    const mine = ++videos;
    for (const [place, button] of buttons.entries()) {
      const image = await loadImage(`/api/strip/${place}.png?version=${version}`);
      if (mine !== videos) return;
      button.replaceChildren(...(image ? [image] : []));
    }
  };

  return {
    reset: ({ indices, version, ratio }) => {
      const shown = Math.min(PICTURES, indices.length);
      positions = Array.from({ length: shown }, (_, i) =>
        Math.round((i * (indices.length - 1)) / Math.max(1, shown - 1)),
      );
      if (shown !== buttons.length) buttons = positions.map((_, place) => makeButton(place));
      strip.style.setProperty('--ratio', String(ratio));
      for (const [place, button] of buttons.entries())
        button.setAttribute('aria-label', `Frame ${indices[positions[place] ?? 0]}`);
      strip.replaceChildren(...buttons);
      void load(version);
    },
    mark: (position) => {
      // On a small page some are left out.
      const seen = buttons.map((button, i) =>
        button.checkVisibility() ? Math.abs((positions[i] ?? 0) - position) : Infinity,
      );
      const nearest = seen.indexOf(Math.min(...seen));
      for (const [i, button] of buttons.entries()) {
        if (i === nearest) button.setAttribute('aria-current', 'true');
        else button.removeAttribute('aria-current');
      }
    },
  };
}

/** undefined: there is no picture. */
function loadImage(src: string): Promise<HTMLImageElement | undefined> {
  const image = make('img', { alt: '', src });
  return image.decode().then(
    () => image,
    () => undefined,
  );
}
