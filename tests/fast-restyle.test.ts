import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderVideo } from '../src/index.ts';
import { fixture, scratchFolder } from './support/scratch.ts';

const folder = scratchFolder();

async function render(name: string, props: { full: boolean; autorange: boolean }): Promise<string> {
  const result = await renderVideo({
    scene: fixture('moving-points'),
    props,
    output: join(folder, `${name}.mp4`),
    width: 900,
    height: 400,
    workers: 2,
    quality: 0,
  });
  expect(result).toMatchObject({ capture: 'canvas', notes: [] });
  expect(result.updates).toContain(props.full ? 'update' : 'points');
  return createHash('sha256').update(readFileSync(result.path)).digest('hex');
}

describe('restyle() that only moves and sizes points', () => {
  test.each([
    ['in ranges that hold', false],
    ['in ranges that follow the data', true],
  ])('draws the bytes of a full redraw, %s', async (name, autorange) => {
    const short = await render(`${name}-short`, { full: false, autorange });
    const full = await render(`${name}-full`, { full: true, autorange });
    expect(short).toBe(full);
  });
});
