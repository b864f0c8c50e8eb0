import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { access, chmod, constants, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderVideo } from '../../src/index.ts';
import { renderProcesses } from '../support/processes.ts';
import { fixture, leftovers, scratchFolder } from '../support/scratch.ts';
import { until } from '../support/until.ts';

const folder = scratchFolder();
const onLinux = process.platform === 'linux';

test.runIf(onLinux)('Chromium and ffmpeg inherit no secret, and nobody else reads the profile', async ({ task }) => {
  const secret = `secret-${process.pid}`;
  process.env.PLOTREEL_TEST_SECRET = secret;
  const looked = Promise.withResolvers<void>();
  async function* frames() {
    yield {};
    await looked.promise;
    yield {};
  }
  const rendering = renderVideo({
    scene: fixture('index-card'),
    output: join(folder, 'a.mp4'),
    frames: frames(),
    workers: 1,
  });
  try {
    const isRunning = (name: string) => renderProcesses().some(({ command }) => command.includes(name));
    await until(() => isRunning('ffmpeg') && isRunning('--type=renderer'), 'ffmpeg and a page run');
    const processes = renderProcesses();
    for (const { pid, command } of processes) {
      expect({ command, secret: readFileSync(`/proc/${pid}/environ`, 'utf8').includes(secret) }).toMatchObject({
        secret: false,
      });
    }
    const [profile = ''] = leftovers().filter((name) => !name.includes('spool'));
    const path = [`/dev/shm/${profile}`, join(tmpdir(), profile)].find((candidate) => existsSync(candidate)) ?? '';
    expect(statSync(path).mode & 0o777).toBe(0o700);
    looked.resolve();
    await rendering;
    expect(existsSync(path)).toBe(false);
    const seen = `not in the environment of ${processes.length} processes; profile 0700, then removed`;
    task.meta.row = { fault: 'a secret in the environment', seen };
  } finally {
    looked.resolve();
    delete process.env.PLOTREEL_TEST_SECRET;
    await rendering.catch(() => {});
  }
});

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The user without any rights. */
const NOBODY = 65534;

/** Runs the command line as a user without rights. */
function runAsOrdinaryUser(args: readonly string[]): ChildProcess {
  const env = { ...process.env, HOME: folder, TMPDIR: folder, PLOTREEL_CACHE: join(folder, 'cache') };
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  return spawn(process.execPath, [cli, ...args], { env, ...as, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Whether everybody may read the code and run Node, as in an installed package. */
function isOpenToAll(path: string): boolean {
  for (let at = path; at !== '/'; at = join(at, '..')) if ((statSync(at).mode & 0o005) !== 0o005) return false;
  return true;
}

/** Empty when it is gone. */
function readStatus(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

const canRun = onLinux && [join(cli, '..'), process.execPath].every(isOpenToAll);

test.runIf(canRun)("an ordinary user's pages are in Chromium's sandbox", async ({ task }) => {
  await chmod(folder, 0o777);
  const figure = join(folder, 'figure.json');
  const frames = Array.from({ length: 20 }, (_, i) => ({ name: String(i), data: [{ y: [i, 2, 1] }] }));
  await writeFile(figure, JSON.stringify({ data: [{ y: [1, 2, 3] }], frames }));
  const child = runAsOrdinaryUser([
    'render',
    figure,
    '-o',
    join(folder, 'nobody.mp4'),
    '--size',
    '320x240',
    '--workers',
    '1',
  ]);
  let stderr = '';
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const exit = once(child, 'exit');
  const pages = () => renderProcesses(child.pid).filter(({ command }) => command.includes('--type=renderer'));
  const stateOf = (name: string) => new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readStatus(pages()[0]?.pid))?.[1];
  // The last that a page does before it takes anything in.
  await until(() => stateOf('Seccomp') === '2' || child.exitCode !== null, 'a page in the sandbox');
  const state = { uid: stateOf('Uid'), privileges: stateOf('NoNewPrivs'), seccomp: stateOf('Seccomp') };
  for (const { command } of renderProcesses(child.pid)) expect(command).not.toContain('--no-sandbox');
  expect(state).toEqual({ uid: String(process.getuid?.() || NOBODY), privileges: '1', seccomp: '2' });
  const [code] = await exit;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readdirSync(folder).filter((name) => name.startsWith('plotreel-'))).toEqual([]);
  await access(join(folder, 'nobody.mp4'), constants.R_OK);
  task.meta.row = {
    fault: 'a render as an ordinary user',
    seen: 'pages in the sandbox: seccomp on, no new privileges',
  };
});
