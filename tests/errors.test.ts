import { describe, expect, it } from 'vitest';
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
} from '../src/errors.ts';

describe('PlotreelError', () => {
  it.each([
    { name: 'InputError', error: new InputError('a') },
    { name: 'SceneError', error: new SceneError('a') },
    { name: 'FrameError', error: new FrameError(0, 'a') },
    { name: 'LimitError', error: new LimitError('frames', 'a', { max: 1 }) },
    { name: 'BrowserError', error: new BrowserError('a') },
    { name: 'EncoderError', error: new EncoderError('a') },
    { name: 'OutputError', error: new OutputError('a') },
    { name: 'DiskFullError', error: new DiskFullError('/tmp', 'a', { neededBytes: 1 }) },
    { name: 'StoreError', error: new StoreError('a', { transient: true }) },
  ])('is the base of $name, which has its name', ({ name, error }) => {
    expect(error).toBeInstanceOf(PlotreelError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(error.stack).toContain(`${name}: `);
  });

  it('keeps its cause', () => {
    const cause = new Error('why');
    const errors = [
      new InputError(['a', 'b'], { cause }),
      new SceneError('a', { cause, places: ['    at f (a.ts:1:1)'] }),
      new FrameError(1, 'a', { cause }),
      new EncoderError('a', { cause, exitCode: 1 }),
      new OutputError('a', { cause }),
      new DiskFullError('/tmp', 'a', { neededBytes: 1, cause }),
      new StoreError('a', { transient: false, cause }),
    ];
    for (const error of errors) expect(error.cause).toBe(cause);
  });
});

describe('InputError', () => {
  it('has one line per problem', () => {
    const error = new InputError(['first', 'second']);
    expect(error.message).toBe('first\nsecond');
    expect(error.problems).toEqual(['first', 'second']);
    expect(new InputError('only').problems).toEqual(['only']);
  });
});

describe('FrameError and SceneError', () => {
  const places = ['    at update (/a.scene.ts:3:5)', '    at f (/b.ts:1:1)'];

  it("show the places in the scene in place of Node's own", () => {
    const frame = new FrameError(7, 'x is not defined', { places });
    expect(frame).toMatchObject({ frame: 7, message: 'Frame 7: x is not defined', places });
    expect(frame.stack).toBe(['FrameError: Frame 7: x is not defined', ...places].join('\n'));
    const scene = new SceneError('`setup` failed: no', { places });
    expect(scene.stack).toBe(['SceneError: `setup` failed: no', ...places].join('\n'));
  });

  it("keep Node's own stack where the scene has none", () => {
    for (const error of [new FrameError(0, 'a'), new SceneError('a')]) {
      expect(error.places).toEqual([]);
      expect(error.stack).toContain('errors.test.ts');
    }
  });
});

describe('FrameError', () => {
  it('is plain data without a `frame`, which Vitest would print in place of the stack', () => {
    const error = new FrameError(5, 'no such thing', { places: ['    at boom (wave.scene.ts:4:9)'] });
    expect(error.frame).toBe(5);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'FrameError',
      message: 'Frame 5: no such thing',
      index: 5,
      places: ['    at boom (wave.scene.ts:4:9)'],
    });
  });
});

describe('LimitError', () => {
  it('says which limit it was and what sets it', () => {
    expect(new LimitError('stageMemoryBytes', 'Too much', { max: 5 })).toMatchObject({
      message: 'Too much (`limits.stageMemoryBytes`, --limit stage-memory)',
      limit: 'stageMemoryBytes',
      max: 5,
    });
  });
});

describe('EncoderError', () => {
  it('ends with what ffmpeg said', () => {
    const error = new EncoderError('ffmpeg stopped', { exitCode: 187, stderr: '\nUnknown encoder\n\n' });
    expect(error).toMatchObject({
      message: 'ffmpeg stopped\nUnknown encoder',
      exitCode: 187,
      stderr: 'Unknown encoder',
    });
  });

  it('says no more where ffmpeg said nothing', () => {
    expect(new EncoderError('ffmpeg is missing')).toMatchObject({
      message: 'ffmpeg is missing',
      exitCode: null,
      stderr: '',
    });
  });
});
