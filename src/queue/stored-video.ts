import { z } from 'zod';
import { pictureName } from '../encoder/output-target.ts';
import type { PictureRequest } from '../pictures/pictures.ts';
import { sha256 } from '../segments/bytes/sha256.ts';
import type { Plan } from '../segments/plan-folder/plan-file.ts';
import type { Extras } from './plan-work.ts';

/** Pictures of a sequence, whatever they are called elsewhere. */
export const PATTERN = '%05d.png';

/** What is known of a video in its plan's store. It is written last: where it is, all is there. */
export const resultSchema = z.object({ notes: z.array(z.string()), refused: z.array(z.string()) });

/** The pictures that a request asks for, wherever they go. */
export function extrasOf({ poster, posterFrame = 0, contactSheet }: PictureRequest): Extras {
  return { poster: poster === undefined ? null : posterFrame, contactSheet: contactSheet ?? null };
}

/** Names of a video and all that comes with it in its plan's store. Another plan's, and with other pictures, are others. */
export function storedNames({ spec, video, frames }: Plan, { poster, contactSheet }: Extras) {
  const folder = `video-${sha256(JSON.stringify([spec, poster, contactSheet])).slice(0, 12)}`;
  return {
    result: `${folder}/result.json`,
    video: `${folder}/video.${video.container}`,
    poster: `${folder}/poster.png`,
    contactSheet: `${folder}/contact-sheet.png`,
    /** Of a sequence. */
    pictures: Array.from({ length: video.container === 'png' ? frames.total : 0 }, (_, index) => {
      const number = frames.firstNumber + index;
      return { number, name: `${folder}/${pictureName(PATTERN, number)}` };
    }),
  };
}
