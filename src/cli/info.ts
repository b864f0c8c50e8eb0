import { readVideoFacts } from '../encoder/check-video.ts';

/** `plotreel info` */
export async function runInfo(file: string, { json }: { json?: boolean }): Promise<void> {
  const facts = await readVideoFacts(file);
  if (json) {
    console.log(JSON.stringify({ path: file, ...facts }));
    return;
  }
  const { colour } = facts;
  const rows = {
    frames: facts.frames,
    size: `${facts.width}x${facts.height}`,
    fps: Number(facts.fps.toFixed(4)),
    duration: `${facts.duration.toFixed(3)} s`,
    codec: facts.codec,
    colour: colour
      ? `primaries ${colour.primaries}, transfer ${colour.transfer}, matrix ${colour.matrix}, ${colour.fullRange ? 'full' : 'limited'} range${
          colour.matrix === 1 ? ' (BT.709)' : ''
        }`
      : 'not tagged',
    index: facts.fastStart ? 'in front (fast start)' : 'at the end',
    bytes: facts.bytes,
  };
  for (const [name, value] of Object.entries(rows)) console.log(`${name.padEnd(9)} ${value}`);
}
