/**
 * Output options of ffmpeg that callers may add. Each takes one value. What opens files or URLs, names inputs, outputs,
 * formats or filters, or changes size, rate or colour is not among them.
 */
const ALLOWED = new Set([
  '-tune',
  '-profile:v',
  '-level',
  '-g',
  '-keyint_min',
  '-sc_threshold',
  '-bf',
  '-refs',
  '-b:v',
  '-maxrate',
  '-minrate',
  '-bufsize',
  '-threads',
  '-x264-params',
  '-metadata',
  '-aq-mode',
  '-aq-strength',
  '-rc-lookahead',
  '-cq',
  '-rc',
  '-gpu',
  '-spatial-aq',
  '-temporal-aq',
]);

/** Keys of -x264-params: those that tune the encoding. Others name files, or change size, rate or colour tags. */
const X264_KEYS = new Set(
  (
    'keyint min-keyint scenecut intra-refresh bframes b-adapt b-bias b-pyramid ref no-deblock deblock slices open-gop ' +
    'cabac no-cabac crf crf-max qp qpmin qpmax qpstep vbv-maxrate vbv-bufsize vbv-init nal-hrd ipratio pbratio qcomp ' +
    'cplxblur qblur aq-mode aq-strength rc-lookahead mbtree no-mbtree partitions direct weightb no-weightb weightp me ' +
    'merange mvrange subme psy psy-rd no-psy mixed-refs no-mixed-refs chroma-me no-chroma-me 8x8dct no-8x8dct trellis ' +
    'fast-pskip no-fast-pskip dct-decimate no-dct-decimate nr deadzone-inter deadzone-intra threads lookahead-threads ' +
    'sliced-threads sync-lookahead non-deterministic bitrate ratetol'
  ).split(' '),
);

/** What is wrong with extra ffmpeg arguments, completing "Expected `ffmpegArgs` to be …". */
export function checkFfmpegArgs(args: readonly string[]): string[] {
  const problems: string[] = [];
  for (let i = 0; i < args.length; i += 2) {
    const option = args[i] ?? '';
    const value = args[i + 1];
    if (!option.startsWith('-')) problems.push(`pairs of option and value ('${option}' would name another output)`);
    else if (!ALLOWED.has(option)) problems.push(`options from ${[...ALLOWED].join(' ')} ('${option}' is not one)`);
    else if (value === undefined) problems.push(`pairs of option and value (${option} has no value)`);
    else if (option === '-x264-params') {
      const unknown = value
        .split(':')
        .map((pair) => pair.split('=')[0] ?? '')
        .find((key) => !X264_KEYS.has(key));
      if (unknown !== undefined)
        problems.push(`without the x264 parameter '${unknown}', which is not one of ${[...X264_KEYS].join(' ')}`);
    }
    if (problems.length > 0) break;
  }
  return problems;
}
