import { z } from 'zod';
import type { BesideRequest } from '../beside-video.ts';
import { pictureName } from '../encoder/output-target.ts';
import { sha256 } from '../segments/bytes/sha256.ts';
import type { Plan } from '../segments/plan-folder/plan-file.ts';
import type { Extras } from './plan-work.ts';

/** Pictures of a sequence, whatever they are called elsewhere. */
export const PATTERN = '%05d.png';

/** What is known of a video in its plan's store. It is written last: where it is, all is there. */
export const resultSchema = z.object({ notes: z.array(z.string()), refused: z.array(z.string()) });

/** What a request asks for besides the video, wherever it goes. */
export function extrasOf({ poster, posterFrame = 0, contactSheet, manifest }: BesideRequest): Extras {
  return {
    poster: poster === undefined ? null : posterFrame,
    contactSheet: contactSheet ?? null,
    manifest: manifest !== undefined,
  };
}

/** Names of a video and all that comes with it in its plan's store. Another plan's, and with other things beside it, are others. */
export function storedNames({ spec, video, frames }: Plan, { poster, contactSheet, manifest }: Extras) {
  const folder = `video-${sha256(JSON.stringify([spec, poster, contactSheet, manifest])).slice(0, 12)}`;
  return {
    result: `${folder}/result.json`,
    video: `${folder}/video.${video.container}`,
    poster: `${folder}/poster.png`,
    contactSheet: `${folder}/contact-sheet.png`,
    manifest: `${folder}/frames.json`,
    /** Of a sequence. */
    pictures: Array.from({ length: video.container === 'png' ? frames.total : 0 }, (_, index) => {
      const number = frames.firstNumber + index;
      return { number, name: `${folder}/${pictureName(PATTERN, number)}` };
    }),
  };
}
