import { describe, expect, test } from 'vitest';
import { StageFault } from '../../../src/farm/stage-fault.ts';
import { WebGlUnfitError } from '../../../src/farm/unfit.ts';
import {
  BrowserError,
  DiskFullError,
  EncoderError,
  FrameError,
  InputError,
  LimitError,
  OutputError,
  PlotreelError,
  SceneError,
  StoreError,
  VersionMismatchError,
} from '../../../src/index.ts';
import { packError, unpackError } from '../../../src/segments/lanes/packed-error.ts';

/** As it comes out of the channel between two processes. */
const sent = (error: unknown) => unpackError(JSON.parse(JSON.stringify(packError(error))));

describe('an error from another process', () => {
  test.each([
    new BrowserError('lost'),
    new DiskFullError('/tmp', 'a file', { neededBytes: 7 }),
    new EncoderError('stopped', { exitCode: 3, stderr: 'why' }),
    new FrameError(5, 'no such thing', { places: ['    at update (wave.scene.ts:4:9)'] }),
    new InputError(['one', 'two']),
    new LimitError('frames', 'too many', { max: 9 }),
    new OutputError('wrong'),
    new PlotreelError('what else'),
    new SceneError('nothing to plot', { places: ['    at setup'] }),
    new StoreError('away', { transient: true }),
    new VersionMismatchError(['ffmpeg: 9 instead of 5']),
    new TypeError('a bug'),
  ])('is of the same class, with all that it tells: $name', (error) => {
    const copy = sent(error);
    if (error instanceof PlotreelError) expect(copy).toBeInstanceOf(error.constructor);
    expect(copy).toBeInstanceOf(Error);
    expect({ ...copy, message: copy.message, stack: copy.stack }).toEqual({
      ...error,
      name: error.name,
      message: error.message,
      stack: error.stack,
    });
  });

  test('keeps its cause, by which it is known whether to try again', () => {
    const fault = new StageFault('memory', 'too much', { frame: 3 });
    expect(sent(new FrameError(3, 'too much', { cause: fault })).cause).toBeInstanceOf(StageFault);
    expect(sent(new WebGlUnfitError('mesa'))).toBeInstanceOf(BrowserError);
  });

  test('is an error, whatever was thrown', () => {
    expect(sent('just this')).toMatchObject({ name: 'Error', message: 'just this' });
  });
});
