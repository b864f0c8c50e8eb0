import { PNG } from 'pngjs';
import { loadContent, withFigure } from '../../src/content.ts';
import { comparePictures } from '../../src/farm/compare-pictures.ts';
import type { FrameRequest } from '../../src/farm/drawer.ts';
import { openStage, type Stage } from '../../src/farm/stage.ts';
import { type Packed, pack } from '../../src/frames/pack.ts';
import { resolveVideo, type VideoOptions } from '../../src/options/options.ts';
import type { FigureMoment } from '../../src/protocol.ts';
import type { SceneBundle } from '../../src/scene-bundle/scene-bundle.ts';
import { stageJob } from './stage-job.ts';

const size = { width: 640, height: 400 };

/** A stage with plotreel's scene for figures. */
export interface FigureStage {
  moments: readonly FigureMoment[];
  /** RGBA. */
  draw(index: number): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openFigureStage(options: Omit<VideoOptions, 'output'>): Promise<FigureStage> {
  const job = resolveVideo(await withFigure({ ...size, ...options, output: 'unused.mp4' }));
  const { scene, props, moments = [] } = await loadContent(job);
  const stage = await openStageOf(scene, props);
  return {
    moments,
    draw: (index) => draw(stage, { index, params: pack(moments[index], 'params'), previous: null }),
    close: stage.close,
  };
}

/** The picture that Plotly itself makes of a figure. */
export async function plotAfresh(figure: object): Promise<Buffer> {
  const stage = await openStageOf('any-figure', pack(figure, 'props'));
  try {
    return await draw(stage, { index: 0, params: null, previous: null });
  } finally {
    await stage.close();
  }
}

/** What two RGBA pictures differ in, undefined when it is nothing that one could see. */
export function difference(actual: Buffer, expected: Buffer, { width, height } = size): string | undefined {
  return comparePictures({ width, height, actual, expected });
}

/** Writes RGBA pictures side by side, to be looked at. */
export function encodeSideBySide(pictures: readonly Buffer[], { width, height } = size): Buffer {
  const png = new PNG({ width: width * pictures.length, height });
  for (const [column, picture] of pictures.entries()) {
    for (let i = 0; i < picture.length; i += 4) {
      const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)];
      const at = (y * png.width + column * width + x) * 4;
      png.data.set(picture.subarray(i, i + 4), at);
    }
  }
  return PNG.sync.write(png);
}

async function draw(stage: Stage, frame: FrameRequest): Promise<Buffer> {
  const { drawn } = await stage.drawInAllWays(frame);
  return drawn;
}

async function openStageOf(scene: string | SceneBundle, props: Packed | null): Promise<Stage> {
  return openStage(await stageJob(scene, { ...size, props }), new AbortController().signal);
}
