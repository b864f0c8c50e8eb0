import { describe, expect, it } from 'vitest';
import { FrameError } from '../../src/errors.ts';
import { type Asked, drawAgain } from '../../src/farm/draw-again.ts';
import { type FaultKind, StageFault } from '../../src/farm/stage-fault.ts';

/** Draws frame 7, after these faults. @returns what came of it, and how it was asked for */
async function draw(faults: readonly StageFault[]): Promise<{ outcome: unknown; asked: Asked[] }> {
  const asked: Asked[] = [];
  const outcome = await drawAgain(7, async (how) => {
    const fault = faults[asked.length];
    asked.push(how);
    if (fault) throw fault;
    return 'drawn';
  }).catch((error: unknown) => error);
  return { outcome, asked };
}

const own = (kind: FaultKind) => new StageFault(kind, `it was ${kind}`, { frame: 7 });
const neighbours = (kind: FaultKind) => new StageFault(kind, `it was ${kind}`, { frame: 6 });
const nobodys = new StageFault('lost', 'The browser ended');

const FIRST = { again: false, alone: false };
const AGAIN = { again: true, alone: false };
const ALONE = { again: true, alone: true };

describe('drawAgain()', () => {
  it('asks once for a frame that comes', async () => {
    expect(await draw([])).toEqual({ outcome: 'drawn', asked: [FIRST] });
  });

  it('draws a frame alone once it may have been why a stage was lost', async () => {
    expect(await draw([own('lost'), own('lost')])).toEqual({ outcome: 'drawn', asked: [FIRST, ALONE, ALONE] });
  });

  it('asks again, as often as it takes, for a frame whose turn it was not', async () => {
    const faults = [neighbours('lost'), nobodys, neighbours('hung'), neighbours('memory'), nobodys];
    const { outcome, asked } = await draw(faults);
    expect(outcome).toBe('drawn');
    expect(asked).toEqual([FIRST, ...faults.map(() => AGAIN)]);
  });

  it.each<{ kind: FaultKind; tries: number; message: string }>([
    { kind: 'lost', tries: 3, message: 'Frame 7: it was lost, 3 times' },
    { kind: 'hung', tries: 2, message: 'Frame 7: it was hung, twice' },
    { kind: 'memory', tries: 2, message: 'Frame 7: it was memory, twice' },
  ])('gives a frame up that is $kind $tries times', async ({ kind, tries, message }) => {
    const { outcome, asked } = await draw(new Array(9).fill(own(kind)));
    expect(asked.length).toBe(tries);
    expect(outcome).toBeInstanceOf(FrameError);
    expect(outcome).toMatchObject({ frame: 7, message });
  });

  it('throws at once what is no fault of a stage', async () => {
    const thrown = new FrameError(7, 'no such thing');
    const asked: Asked[] = [];
    const drawing = drawAgain(7, async (how) => {
      asked.push(how);
      throw thrown;
    });
    await expect(drawing).rejects.toBe(thrown);
    expect(asked).toEqual([FIRST]);
  });
});
