import type { ChildProcess } from 'node:child_process';
import puppeteer, { type Browser } from 'puppeteer-core';
import { orAborted } from '../or-aborted.ts';
import { type BrowserOptions, browserEnvironment, browserFlags } from './browser-flags.ts';
import { makeProfile } from './profile-folder.ts';
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
  /** Ends the process and removes the profile. May be called twice. */
  close(): Promise<void>;
}

/** Starts a headless browser, driven over a pipe: no port is open, and it ends when this process ends. */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  options.signal.throwIfAborted();
  const { path: profile, remove: removeProfile } = await makeProfile(options.exchangeBytes);
  const starting = start(options, profile);
  let browser: Browser;
  try {
    // A browser that is killed while it starts leaves puppeteer waiting: an abort is not kept waiting with it.
    browser = await orAborted(starting, options.signal);
  } catch (error) {
    // Should it start after all, nobody waits for it.
    starting.then(
      (late) => killGroup(late.process()),
      () => {},
    );
    await removeProfile();
    options.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new StageFault('launch', `${options.executable} did not start: ${reason}`, { cause: error });
  }
  // When the process is killed its pipes may break after puppeteer has let go of them; nobody else would listen.
  for (const stream of browser.process()?.stdio ?? []) stream?.on('error', () => {});
  let closing: Promise<void> | undefined;
  const close = async () => {
    const child = browser.process();
    const runs = child && child.exitCode === null && child.signalCode === null;
    const exit = runs ? new Promise((resolve) => child.once('exit', resolve)) : undefined;
    // Nothing in the profile is worth an orderly shutdown.
    killGroup(child);
    await exit;
    await browser.disconnect();
    await removeProfile();
  };
  return {
    browser,
    profile,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Ends a browser with all its processes: one that is stopped or busy does not notice that the others are gone. */
function killGroup(browser: ChildProcess | null): void {
  if (browser?.pid === undefined) return;
  try {
    // puppeteer starts it as the leader of a group of its own, except on Windows.
    process.kill(process.platform === 'win32' ? browser.pid : -browser.pid, 'SIGKILL');
  } catch {
    // All of them are gone.
  }
}

function start(options: LaunchOptions, profile: string): Promise<Browser> {
  return puppeteer.launch({
    pipe: true,
    executablePath: options.executable,
    ignoreDefaultArgs: true,
    args: browserFlags(options, profile),
    env: browserEnvironment(options.gl, profile),
    defaultViewport: null,
    // Kills the process.
    signal: options.signal,
    // Deadlines are set where the work is known.
    protocolTimeout: 0,
    waitForInitialPage: false,
    // The caller decides what a signal means.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
