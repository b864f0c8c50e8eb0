/** What a codec is put into. */
export type Container = 'mp4' | 'webm' | 'mov' | 'gif' | 'webp' | 'apng' | 'png';

/** ffmpeg's arguments that write each container. */
const MUXERS: Record<Container, readonly string[]> = {
  // Playback may begin before the whole file is there.
  mp4: ['-movflags', '+faststart', '-f', 'mp4'],
  mov: ['-movflags', '+faststart', '-f', 'mov'],
  webm: ['-f', 'webm'],
  gif: ['-f', 'gif'],
  webp: ['-f', 'webp'],
  apng: ['-f', 'apng'],
  png: ['-f', 'image2'],
};

/** ffmpeg's names of what reads them, where these differ. */
const DEMUXERS: Partial<Record<Container, string>> = { mp4: 'mov', webm: 'matroska', png: 'png_pipe' };

/** ffmpeg's name of what reads a container. */
export function demuxerOf(container: Container): string {
  return DEMUXERS[container] ?? container;
}

/** ffmpeg's arguments for a container that plays `loopCount` times, 0: for ever, where containers say that. */
export function muxerArgs(container: Container, loopCount: number): string[] {
  return [...MUXERS[container], ...loopArgs(container, loopCount)];
}

function loopArgs(container: Container, loopCount: number): string[] {
  // GIF counts repetitions after the first time; -1 leaves the count out, which means once.
  if (container === 'gif') return ['-loop', String(loopCount === 0 ? 0 : loopCount === 1 ? -1 : loopCount - 1)];
  if (container === 'webp') return ['-loop', String(loopCount)];
  return container === 'apng' ? ['-plays', String(loopCount)] : [];
}
