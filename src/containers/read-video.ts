import { withByteFile } from './byte-file.ts';
import { readFilm } from './read-film.ts';
import { readGif } from './read-gif.ts';
import { readPng } from './read-png.ts';
import { readWebp } from './read-webp.ts';
import type { VideoFacts } from './video-facts.ts';

/** Reads what a video's container says. @throws OutputError when it is cut off or no video that is known here */
export async function readVideoFacts(path: string): Promise<VideoFacts> {
  const start = await withByteFile(path, (file) => file.read(0, Math.min(12, file.size)));
  const text = start.toString('latin1');
  if (text.startsWith('GIF8')) return readGif(path);
  if (text.startsWith('\x89PNG')) return readPng(path);
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) {
    const { lastDuration, ...facts } = await readWebp(path);
    return facts;
  }
  return readFilm(path);
}
