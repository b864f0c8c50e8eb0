/** Names of the pixel formats that callers choose from. */
export const PIXEL_FORMATS = ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10', 'yuv422p10', 'yuv444p10', 'rgb'] as const;
export type PixelFormatName = (typeof PIXEL_FORMATS)[number];

/** How the pixels of a video are stored. */
export interface PixelLayout {
  name: PixelFormatName;
  /** ffmpeg's name of it. */
  ffmpeg: string;
  alpha: boolean;
}

/** Colour tags by their names in WebCodecs. */
export interface ColourTags {
  primaries: string;
  transfer: string;
  matrix: string;
  fullRange: boolean;
}

/** An opaque YUV layout; 10 bits are stored in two bytes, the lower first. */
export function yuv(name: Exclude<PixelFormatName, 'rgb'>): PixelLayout {
  return { name, ffmpeg: name.endsWith('10') ? `${name}le` : name, alpha: false };
}

/** The RGB layout that an encoder takes: they differ in ffmpeg's name only. */
export function rgb(ffmpeg: string, { alpha = false } = {}): PixelLayout {
  return { name: 'rgb', ffmpeg, alpha };
}

export const YUV = PIXEL_FORMATS.filter((name) => name !== 'rgb').map(yuv);
export const YUV420_8 = yuv('yuv420p');
export const GBR = rgb('gbrp');

/** Whether chroma is shared by two pixels, across and down. */
export function subsampling({ name }: PixelLayout): { across: boolean; down: boolean } {
  return { across: name.startsWith('yuv420') || name.startsWith('yuv422'), down: name.startsWith('yuv420') };
}

/** What a video of this layout is tagged as. Colours on a page are sRGB: its primaries are those of BT.709. */
export function colourTags({ name }: PixelLayout): ColourTags {
  return name === 'rgb'
    ? { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true }
    : { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false };
}

/** ffmpeg's arguments that write the tags. They convert nothing. */
export function tagArgs(layout: PixelLayout): string[] {
  const { primaries, transfer, matrix, fullRange } = colourTags(layout);
  return [
    ...['-colorspace', matrix, '-color_primaries', primaries, '-color_trc', transfer],
    ...['-color_range', fullRange ? 'pc' : 'tv'],
    // The page's chroma is the mean of a 2×2 block.
    ...(subsampling(layout).down ? ['-chroma_sample_location', 'center'] : []),
  ];
}

/** ffmpeg's filters that convert what is RGB to the layout. */
export function conversion(layout: PixelLayout): string {
  if (layout.name === 'rgb') return `scale=${ACCURATELY},format=${layout.ffmpeg}`;
  // Tagging alone would leave the conversion to ffmpeg's default, BT.601.
  return `scale=out_color_matrix=bt709:out_range=tv:${ACCURATELY},format=${layout.ffmpeg},${tagFilter(layout)}`;
}

const ACCURATELY = 'flags=bicubic+accurate_rnd+full_chroma_int';

/**
 * ffmpeg's filter that tags YUV frames. ProRes takes its tags from the frames only, and ffmpeg 7 and later converts what
 * has none once more.
 */
export function tagFilter(layout: PixelLayout): string {
  const { primaries, transfer, matrix } = colourTags(layout);
  return `setparams=colorspace=${matrix}:color_primaries=${primaries}:color_trc=${transfer}:range=tv`;
}
