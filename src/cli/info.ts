import { stat } from 'node:fs/promises';
import { readVideoFacts } from '../containers/read-video.ts';
import type { VideoFacts } from '../containers/video-facts.ts';
import { InputError } from '../errors.ts';

/** `plotreel info` */
export async function runInfo(file: string, { json }: { json?: boolean }): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new InputError(`There is no file ${file}`);
  const facts = await readVideoFacts(file);
  if (json) {
    console.log(JSON.stringify({ path: file, ...facts }));
    return;
  }
  for (const [name, value] of Object.entries(describe(facts))) console.log(`${name.padEnd(9)} ${value}`);
}

function describe(facts: VideoFacts): Record<string, string | number> {
  const { colour, loopCount, fastStart } = facts;
  return {
    format: facts.container,
    frames: facts.frames,
    size: `${facts.width}x${facts.height}`,
    fps: Number(facts.fps.toFixed(4)),
    duration: `${facts.duration.toFixed(3)} s`,
    codec: facts.codec,
    ...(colour && {
      colour: `primaries ${colour.primaries}, transfer ${colour.transfer}, matrix ${colour.matrix}, ${colour.fullRange ? 'full' : 'limited'} range`,
    }),
    alpha: facts.alpha ? 'yes' : 'no',
    ...(loopCount !== undefined && { plays: loopCount === 0 ? 'for ever' : loopCount }),
    ...(fastStart !== undefined && { index: fastStart ? 'in front (fast start)' : 'at the end' }),
    bytes: facts.bytes,
  };
}
