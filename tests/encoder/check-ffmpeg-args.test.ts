import { describe, expect, it } from 'vitest';
import { checkFfmpegArgs } from '../../src/encoder/check-ffmpeg-args.ts';

describe('checkFfmpegArgs()', () => {
  it.each([
    [],
    ['-tune', 'animation'],
    ['-g', '30', '-bf', '0'],
    ['-metadata', 'title=Wave = cosine'],
    ['-metadata', 'comment=-i'],
    ['-x264-params', 'keyint=30:scenecut=0'],
    ['-x264-params', 'aq-mode=3:psy-rd=0.4,0'],
    ['-threads', '4'],
    ['-cq', '20', '-rc', 'vbr', '-gpu', '1'],
  ])('takes %j', (...args) => {
    expect(checkFfmpegArgs(args)).toEqual([]);
  });

  it.each([
    { args: ['out2.mp4'], problem: "pairs of option and value ('out2.mp4' would name another output)" },
    { args: ['-g', '30', 'out2.mp4'], problem: "pairs of option and value ('out2.mp4' would name another output)" },
    { args: [''], problem: "pairs of option and value ('' would name another output)" },
    { args: ['-g'], problem: 'pairs of option and value (-g has no value)' },
    { args: ['-tune', 'film', '-bf'], problem: 'pairs of option and value (-bf has no value)' },
  ])('refuses $args', ({ args, problem }) => {
    expect(checkFfmpegArgs(args)).toEqual([problem]);
  });

  it.each([
    // files, URLs, inputs and outputs
    ['-i', '/etc/passwd'],
    ['-passlogfile', '/tmp/log'],
    ['-attach', '/etc/passwd'],
    ['-dump_attachment', 'x'],
    ['-report', ''],
    ['-progress', 'http://example.org'],
    ['-vstats_file', '/tmp/x'],
    ['-filter_script', 'x'],
    ['-f', 'flv'],
    ['-y', ''],
    // size, rate, colour and filters
    ['-vf', 'scale=10:10'],
    ['-filter_complex', 'movie=/etc/passwd'],
    ['-s', '10x10'],
    ['-r', '10'],
    ['-pix_fmt', 'yuv444p'],
    ['-colorspace', 'bt470bg'],
    ['-frames:v', '1'],
    ['-t', '1'],
    ['-map', '0'],
    // known options with another stream or spelling
    ['-metadata:s:v', 'rotate=90'],
    ['-tune:v', 'film'],
    ['--tune', 'film'],
    ['-TUNE', 'film'],
  ])('refuses the option %s', (option, value) => {
    expect(checkFfmpegArgs([option, value])).toEqual([
      expect.stringMatching(/^options from -tune -profile:v .+ \('.*' is not one\)$/),
    ]);
    expect(checkFfmpegArgs(['-g', '30', option, value])[0]).toContain(`('${option}' is not one)`);
  });

  it('names the first problem only: what follows may be read wrongly', () => {
    expect(checkFfmpegArgs(['x', '-i', '-vf', 'y'])).toHaveLength(1);
  });

  // Each with dump-yuv or pass was seen to write files, with ffmpeg 5.1 and x264 164.
  it.each([
    'dump-yuv=/tmp/x.yuv',
    'keyint=30:stats=/tmp/x.log',
    // x264 reads _ as -
    'dump_yuv=/tmp/x.yuv',
    // ffmpeg takes quotes and backslashes away before x264 sees the name
    'dump\\-yuv=/tmp/x.yuv',
    "'dump'-yuv=/tmp/x.yuv",
    'dump-yuv =/tmp/x.yuv',
    // writes x264_2pass.log into the current folder
    'pass=1',
    'opencl_clbin=/tmp/x',
    'cqmfile=/etc/passwd',
    // a colon that ffmpeg would take for a part of the value, and quotes around it
    'qp=20\\:stats=/tmp/x',
    "qp=20':'stats=/tmp/x",
    "'qp=20:stats'=/tmp/x",
    'qp=20:\nstats=/tmp/x',
    'qp=20:stats',
  ])('refuses -x264-params %s, which names a file', (value) => {
    expect(checkFfmpegArgs(['-x264-params', value])).toHaveLength(1);
  });

  // They change the stream's own tags; the container's, which are checked afterwards, stay.
  it.each(['colormatrix=bt470bg', 'colorprim=bt470bg', 'transfer=smpte170m', 'keyint=30:colormatrix=bt470bg'])(
    'refuses -x264-params %s, which changes the colour',
    (value) => {
      expect(checkFfmpegArgs(['-x264-params', value])).toHaveLength(1);
    },
  );
});
