import { InputError } from '../errors.ts';
import { openPreview } from '../preview/open-preview.ts';
import { toNumber } from './arguments.ts';
import { untilSignal } from './exit.ts';
import { type JobFlags, jobOptions } from './job-flags.ts';

export interface PreviewFlags extends JobFlags {
  output: string;
  port?: string;
}

/** `plotreel preview`: until a signal comes. @param command the command line that renders the same */
export async function runPreview(input: string, flags: PreviewFlags, command: string): Promise<void> {
  const port = parsePort(flags.port);
  const options = await jobOptions(input, flags);
  await untilSignal(async (signal) => {
    // What the flags say is checked where all options are.
    const preview = await openPreview({ ...options, signal } as Parameters<typeof openPreview>[0], { port, command });
    try {
      if (flags.json) console.log(JSON.stringify({ type: 'ready', url: preview.url }));
      else if (flags.quiet) console.log(preview.url);
      else console.log(`${preview.url}\n  the preview of ${input}; Ctrl-C ends it`);
      if (preview.problem) console.error(`${preview.problem.title}: ${preview.problem.message}`);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
    } finally {
      await preview.close();
    }
  });
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = toNumber(text);
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InputError(`Expected --port to be an integer from 1 to 65535, got '${text}'`);
}
