import { lastLines, runCommand } from '../../src/install/run-command.ts';

/** Runs a command. @returns what it printed @throws Error when it fails, with the end of what it said */
export async function mustRun(command: readonly string[]): Promise<string> {
  const [file = '', ...args] = command;
  const result = await runCommand(file, args);
  if (result.code !== 0) {
    throw new Error(`\`${command.join(' ')}\` failed (exit code ${result.code}):\n${lastLines(result, 30)}`);
  }
  return result.stdout;
}
