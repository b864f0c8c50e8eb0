import { describeStage } from '../describe-stage.ts';
import { type DrawingPlan, withPlan } from '../drawing-plan.ts';
import { FrameError } from '../errors.ts';
import { type Farm, openFarm } from '../farm/farm.ts';
import { evenlySpread } from '../frames/evenly-spread.ts';
import type { Tools } from '../tools.ts';
import { frameIndices, type Loaded } from './live-content.ts';

/** How many pictures a strip has, when there are as many frames. */
const PICTURES = 12;
/** Width of a picture in pixels: twice what it takes up on the page. */
const WIDTH = 240;

/** Small pictures of frames, evenly spread over the video. */
export interface FilmStrip {
  /** The picture at a place of the strip as PNG; undefined: there is none. The first that is asked for has all drawn. */
  picture(place: number): Promise<Buffer | undefined>;
  /** Ends what is being drawn. May be called twice. */
  close(): Promise<void>;
}

export function createFilmStrip(loaded: Loaded, tools: Tools): FilmStrip {
  const ending = new AbortController();
  const pictures = Array.from({ length: PICTURES }, () => Promise.withResolvers<Buffer | undefined>());
  // Those that nobody waits for.
  for (const { promise } of pictures) promise.catch(() => {});
  let drawing: Promise<void> | undefined;

  const draw = async () => {
    try {
      await drawAll(loaded, { tools, signal: ending.signal, onPicture: (place, png) => pictures[place]?.resolve(png) });
      for (const { resolve } of pictures) resolve(undefined);
    } catch (error) {
      for (const { reject } of pictures) reject(error);
    }
  };

  return {
    picture: async (place) => {
      drawing ??= draw();
      return pictures[place]?.promise;
    },
    close: async () => {
      ending.abort();
      await drawing;
    },
  };
}

interface DrawOptions {
  tools: Tools;
  signal: AbortSignal;
  onPicture: (place: number, png: Buffer | undefined) => void;
}

/** Draws the pictures on a small stage of its own. */
async function drawAll(loaded: Loaded, { tools, signal, onPicture }: DrawOptions): Promise<void> {
  const { job, content, frames } = loaded;
  const scale = Math.min(job.scale, WIDTH / job.width);
  const first: DrawingPlan = { capture: 'screenshot', gl: tools.launch.gl, updating: 'patching', notes: [] };
  await withPlan(first, job, async (plan) => {
    const request = (index: number) => ({ index, params: frames?.get(index) ?? null, previous: null });
    let farm: Farm | undefined;
    try {
      farm = await openFarm(describeStage({ job: { ...job, scale }, content, tools, plan }, 'rgba'), {
        ...{ workers: 1, frameBytes: Math.round(job.width * scale) * Math.round(job.height * scale) * 4, signal },
        probes: ({ ownFrames }) => [request(frameIndices(loaded, ownFrames)[0] ?? 0)],
      });
      const indices = frameIndices(loaded, farm.report.ownFrames);
      for (const [place, shown] of evenlySpread(indices.length, PICTURES).entries()) {
        const drawn = await farm.draw(request(indices[shown] ?? 0)).catch((error: unknown) => {
          // Of one frame: the others have pictures all the same.
          if (error instanceof FrameError) return undefined;
          throw error;
        });
        // A screenshot is a PNG already.
        onPicture(place, drawn && !drawn.repeated ? drawn.pixels : undefined);
      }
    } finally {
      await farm?.close();
    }
  });
}
