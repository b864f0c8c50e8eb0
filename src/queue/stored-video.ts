import { z } from 'zod';
import { pictureName } from '../encoder/output-target.ts';
import { type PictureRequest, picturePaths } from '../pictures/pictures.ts';
import type { Plan } from '../segments/plan-file.ts';
import { sha256 } from '../segments/sha256.ts';

/** Pictures of a sequence, whatever they are called elsewhere. */
export const PATTERN = '%05d.png';

/** What is known of a video in its plan's store. It is written last: where it is, all is there. */
export const resultSchema = z.object({ notes: z.array(z.string()), refused: z.array(z.string()) });

/** Names of a video and all that comes with it in its plan's store. Another plan's, and other pictures', are others. */
export function storedNames({ spec, output, video, frames }: Plan) {
  const { poster, posterFrame, contactSheet } = output;
  const asked = JSON.stringify([spec, poster === undefined ? null : (posterFrame ?? 0), contactSheet ?? null]);
  const folder = `video-${sha256(asked).slice(0, 12)}`;
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

/** The pictures that come with a video: what they are, and where they go. */
export function extras(request: PictureRequest): { kind: 'poster' | 'contactSheet'; path: string }[] {
  const { poster, contactSheet } = picturePaths(request);
  return [
    ...(poster === null ? [] : [{ kind: 'poster' as const, path: poster }]),
    ...(contactSheet === null ? [] : [{ kind: 'contactSheet' as const, path: contactSheet }]),
  ];
}
