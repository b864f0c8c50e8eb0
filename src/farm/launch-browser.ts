import { setTimeout as delay } from 'node:timers/promises';
import puppeteer, { type Browser } from 'puppeteer-core';
import { messageOf } from '../caught.ts';
import { orAborted } from '../or-aborted.ts';
import { type BrowserOptions, browserEnvironment, browserFlags } from './browser-flags.ts';
import { type ChromiumProcess, startChromium } from './chromium-process.ts';
import { startDeadline } from './deadline.ts';
import { makeProfile } from './profile-folder.ts';
import { withSandboxAdvice } from './sandbox.ts';
import { StageFault } from './stage-fault.ts';

export interface LaunchOptions extends BrowserOptions {
  /** Chromium executable. */
  executable: string;
  /** Bytes that the profile must have room for, beside Chromium's own. */
  exchangeBytes: number;
  signal: AbortSignal;
}

/** A browser process with a profile folder of its own. */
export interface LaunchedBrowser {
  browser: Browser;
  profile: string;
  /** Resolves when the process has ended, with how, and with the end of what it printed. */
  ended: Promise<string>;
  /** Ends the process and removes the profile. May be called twice. */
  close(): Promise<void>;
}

/** How long after a broken connection the end of its process is known. */
const LAST_WORDS_MS = 1000;

/** Chromium answers within a second, and within ten when the machine has a lot to do. */
const LAUNCH_TIMEOUT_MS = 60_000;

/** Starts a headless browser, driven over a pipe: no port is open, and it ends when this process ends. */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  options.signal.throwIfAborted();
  const { path: profile, remove: removeProfile } = await makeProfile(options.exchangeBytes);
  const { executable } = options;
  let chromium: ChromiumProcess | undefined;
  let closing: Promise<void> | undefined;
  const close = async (browser?: Browser) => {
    // Nothing in the profile is worth an orderly shutdown.
    chromium?.kill();
    await chromium?.ended;
    await browser?.disconnect();
    // What cannot be removed now the next run sweeps; it says nothing about the frames.
    await removeProfile().catch(() => {});
  };
  try {
    chromium = startChromium({
      executable,
      args: browserFlags(options, profile),
      env: browserEnvironment(options, profile),
    });
    const browser = await orAborted(connect(chromium), options.signal);
    return {
      browser,
      ended: chromium.ended,
      profile,
      close: () => {
        closing ??= close(browser);
        return closing;
      },
    };
  } catch (error) {
    await close();
    options.signal.throwIfAborted();
    const reason = messageOf(error);
    throw new StageFault('launch', `${executable} did not start: ${withSandboxAdvice(reason)}`, { cause: error });
  }
}

async function connect({ transport, ended }: ChromiumProcess): Promise<Browser> {
  const lost = ended.then((how): never => {
    throw new Error(how);
  });
  // Its last words tell more than that the pipe was closed.
  const connecting = puppeteer
    .connect({
      transport,
      defaultViewport: null,
      downloadBehavior: { policy: 'deny' },
      // Deadlines are set where the work is known.
      protocolTimeout: 0,
    })
    .catch(async (error: unknown) => {
      await Promise.race([lost, delay(LAST_WORDS_MS)]);
      throw error;
    });
  lost.catch(() => {});
  connecting.catch(() => {});
  const limit = startDeadline(LAUNCH_TIMEOUT_MS, () => new Error(`no answer within ${LAUNCH_TIMEOUT_MS / 1000} s`));
  try {
    return await Promise.race([connecting, lost, limit.expired]);
  } finally {
    limit.clear();
  }
}
