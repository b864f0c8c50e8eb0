import { spawn } from 'node:child_process';

interface Ended {
  /** As a shell reports it: 130 for an interrupt. */
  exitCode: number;
  /** Standard output and error, as a terminal shows them. */
  printed: string;
}

/** Runs a program to its end, or until it has printed `until`, when it is interrupted as by Ctrl-C. Nothing that it started stays. */
export async function runCommand(
  [file = '', ...args]: readonly string[],
  { cwd, env, until }: { cwd: string; env: NodeJS.ProcessEnv; until?: string | undefined },
): Promise<Ended> {
  // A group of its own: the shell, and what it runs.
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // All of it has ended.
    }
  };
  let printed = '';
  let isInterrupted = false;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
      if (until === undefined || isInterrupted || !printed.includes(until)) return;
      isInterrupted = true;
      signal('SIGINT');
    });
  // Against whatever does not end: tests wait for it no longer either.
  const timer = setTimeout(() => signal('SIGKILL'), 150_000);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      // What it leaves in the background would keep its output open.
      child.once('exit', () => signal('SIGKILL'));
      child.once('close', (code, name) => resolve(code ?? (name === 'SIGINT' ? 130 : 137)));
    });
    if (until !== undefined && !isInterrupted) throw new Error(`It ended without printing ${until}:\n${printed}`);
    return { exitCode, printed };
  } finally {
    clearTimeout(timer);
  }
}
