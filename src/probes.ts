import type { Content } from './content.ts';
import { InputError } from './errors.ts';
import type { FrameRequest } from './farm/drawer.ts';
import { pack } from './frames/pack.ts';
import type { ResolvedVideo } from './options/options.ts';

/** Frames that each stage is checked with; the first is the video's first. */
export type Probes = readonly [FrameRequest, ...FrameRequest[]];

type Range = ResolvedVideo['range'];

/** Where in a figure's video it is looked whether its updates are right: in its first frame they have changed nothing. */
const SAMPLES = [1 / 3, 2 / 3];

/**
 * Chooses the frames that stages are checked with.
 *
 * @param first of the frame source; undefined when that is empty, or the frames are the scene's own
 * @throws InputError when there is no frame
 */
export function chooseProbes(
  content: Content,
  range: Range,
  first: Omit<FrameRequest, 'previous'> | undefined,
): Probes {
  if (content.frames && !first) throw new InputError(describeEmpty(content, range));
  const { index, params } = first ?? { index: range?.[0] ?? 0, params: null };
  return [{ index, params, previous: null }, ...furtherProbes(content, range)];
}

function describeEmpty({ moments }: Content, range: Range): string {
  if (!range) return 'The frame source is empty';
  if (!moments) return `The frame source has no frame in \`range\`, ${range.join(' to ')}`;
  return `The figure's video has ${moments.length} frames, \`range\` begins at ${range[0]}`;
}

function furtherProbes({ moments }: Content, range: Range): FrameRequest[] {
  if (!moments) return [];
  const first = range?.[0] ?? 0;
  const last = Math.min(range?.[1] ?? Number.POSITIVE_INFINITY, moments.length - 1);
  const indices = new Set(SAMPLES.map((share) => first + Math.round((last - first) * share)));
  return [...indices]
    .filter((index) => index > first)
    .map((index) => ({ index, params: pack(moments[index], 'params'), previous: null }));
}
