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

/** Keys of -x264-params that name files. */
const FILE_KEYS = ['stats', 'qpfile', 'dump-yuv', 'cqmfile', 'opencl-clbin', 'tune-psnr-file'];

/** What is wrong with extra ffmpeg arguments, completing "Expected `ffmpegArgs` to be …". */
export function checkFfmpegArgs(args: readonly string[]): string[] {
  const problems: string[] = [];
  for (let i = 0; i < args.length; i += 2) {
    const option = args[i] ?? '';
    const value = args[i + 1];
    if (!option.startsWith('-')) problems.push(`pairs of option and value ('${option}' would name another output)`);
    else if (!ALLOWED.has(option)) problems.push(`options from ${[...ALLOWED].join(' ')} ('${option}' is not one)`);
    else if (value === undefined) problems.push(`pairs of option and value (${option} has no value)`);
    else if (option === '-x264-params' && FILE_KEYS.some((key) => value.includes(`${key}=`))) {
      problems.push(`without file names (-x264-params ${value})`);
    }
    if (problems.length > 0) break;
  }
  return problems;
}
