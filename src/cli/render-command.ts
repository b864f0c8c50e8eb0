import { basename } from 'node:path';
import type { Command } from 'commander';

/** Of other commands, or of no account to the video. */
const LEFT_OUT: ReadonlySet<string> = new Set(['port', 'output', 'json', 'quiet', 'verbose']);

/** Where the video goes when nothing says: a file of the input's name in the working folder. */
export function defaultOutput(input: string): string {
  const name =
    input === '-' ? 'figure' : basename(input).replace(/(\.scene)?\.[cm]?[jt]s$|\.(json|html?)(\.gz)?$|\.gz$/i, '');
  return `${name}.mp4`;
}

/** The command line of `plotreel render` with the options of a command that has the same, for a shell to read. */
export function renderCommand(command: Command, { input, output }: { input: string; output: string }): string {
  const flags = command.options.flatMap((option) => {
    const name = option.attributeName();
    if (LEFT_OUT.has(name) || command.getOptionValueSource(name) !== 'cli') return [];
    const value: unknown = command.getOptionValue(name);
    const flag = option.long ?? '';
    // An option and its opposite have one value.
    if (typeof value === 'boolean') return value === option.negate ? [] : [flag];
    return [value].flat().flatMap((item) => [flag, String(item)]);
  });
  return ['plotreel', 'render', input, '-o', output, ...flags].map(quoted).join(' ');
}

/** As one word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
