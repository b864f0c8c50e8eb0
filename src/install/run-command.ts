import { execFile } from 'node:child_process';

interface RunOptions {
  /** The whole environment. @default process.env */
  env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the command is killed. @default no limit */
  timeout?: number;
  signal?: AbortSignal;
}

export interface CommandResult {
  /** Exit code. */
  code: number;
  stdout: string;
  stderr: string;
}

export type RunCommand = (file: string, args: readonly string[], options?: RunOptions) => Promise<CommandResult>;

/** `apt-cache pkgnames` prints 1.3 MB on Debian 12, more than execFile's 1 MiB. */
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

/**
 * Runs a command to its end, without a shell and with an empty stdin. A failing exit code is a result, not an error.
 *
 * @throws Error when the command cannot be started, is killed or runs past `timeout`; `signal.reason` on abort
 */
export const runCommand: RunCommand = (file, args, options = {}) => {
  const { env, timeout = 0, signal } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      // SIGKILL: a browser that hangs at its start does not answer SIGTERM either.
      { env, timeout, signal, maxBuffer: MAX_OUTPUT_BYTES, killSignal: 'SIGKILL', windowsHide: true },
      (error, stdout, stderr) => {
        if (signal?.aborted) reject(signal.reason);
        else if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else if (error.killed) reject(new Error(`\`${file}\` gave no answer within ${timeout / 1000} s`));
        else reject(new Error(`\`${file}\` could not be run: ${error.code ?? error.signal ?? error.message}`));
      },
    );
    // A command that reads must see the end of its input, not wait for it. EPIPE: it had left before.
    child.stdin?.on('error', () => {}).end();
  });
};

/** The last `count` lines of what a failed command said, indented for the end of an error message. */
export function lastLines(result: CommandResult, count = 8): string {
  const text = result.stderr.trim() || result.stdout.trim() || '(no output)';
  return text
    .split('\n')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}
