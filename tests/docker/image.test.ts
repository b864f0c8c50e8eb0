import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltImage, buildImage } from '../../docker/here/built-image.ts';
import { type ContainerOptions, runContainer, startContainer } from '../../docker/here/container.ts';
import { readmeScene } from '../../docker/here/readme-scene.ts';
import { missingHere } from '../../docker/here/requirements.ts';
import { seccompProfile, withoutSandbox } from '../../docker/here/seccomp.ts';
import { readVideoFacts } from '../../src/containers/read-video.ts';
import { decode } from '../support/decode.ts';
import { renderProcesses } from '../support/processes.ts';
import { NO_REDIS } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { startComposeRedis } from './compose-redis.ts';
import { compose, jobs } from './manifests.ts';

const missing = await missingHere();
const why = missing.length === 0 ? '' : ` (missing: ${missing.join(', ')})`;

describe.skipIf(missing.length > 0)(`docker/Dockerfile, built here${why}`, { timeout: 180_000 }, () => {
  let image: BuiltImage;
  // Debian, Node.js, all packages, plotreel itself: three minutes on two cores.
  beforeAll(async () => {
    image = await buildImage(() => {});
  }, 900_000);
  afterAll(() => image?.close(), 120_000);

  /** A folder that all users can write into, with the README's scene in it. */
  async function workFolder(): Promise<{ work: string; scene: string }> {
    const work = await mkdtemp(join(image.folder, 'work-'));
    await chmod(work, 0o777);
    const { name, code } = await readmeScene();
    writeFileSync(join(work, name), code);
    return { work, scene: name };
  }

  const run = async (options: ContainerOptions) =>
    await runContainer(image, { seccomp: await seccompProfile(), ...options });

  test("renders the README's scene as an ordinary user in Chromium's sandbox, with 64 MB of /dev/shm and no network", async () => {
    const { work, scene } = await workFolder();
    const result = await run({ args: ['render', scene, '-o', 'out.mp4'], work, env: ['PLOTREEL_SANDBOX=required'] });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain('/work/out.mp4\n  60 frames, 1280x720, 30 fps');
    expect(readdirSync(work).sort()).toEqual(['out.mp4', scene]);
    const video = await decode(join(work, 'out.mp4'), { width: 1280, height: 720 });
    expect(video.frames.length).toBe(60);
    const lines = video.frames.map((frame) => bluePixels(frame));
    // A line over the whole width, at another place in each frame.
    expect(Math.min(...lines.map((line) => line.size))).toBeGreaterThan(1000);
    const [first = new Set(), later = new Set()] = [lines[0], lines[15]];
    expect([...first].filter((place) => !later.has(place)).length).toBeGreaterThan(1000);
  });

  test('runs as any user, also one that nobody knows, without rights and on files that cannot be written', async () => {
    const { work, scene } = await workFolder();
    const options = { user: 54_321, locked: true, env: ['HOME=/tmp', 'PLOTREEL_SANDBOX=required'] };
    const result = await run({ args: ['render', scene, '-o', 'any.mp4', '--range', '0-4'], work, ...options });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const { uid, gid } = statSync(join(work, 'any.mp4'));
    expect({ uid, gid }).toEqual({ uid: 54_321, gid: 54_321 });
  });

  test('its pages are in the sandbox, its health is seen, and a signal ends it', async () => {
    const { work } = await workFolder();
    const frames = Array.from({ length: 2000 }, (_, i) => ({ name: `${i}`, data: [{ y: [i % 7, 2, 1] }] }));
    writeFileSync(join(work, 'long.json'), JSON.stringify({ data: [{ y: [1, 2, 3] }], frames }));
    const env = ['PLOTREEL_SANDBOX=required'];
    const args = ['render', 'long.json', '-o', 'long.mp4'];
    const container = await startContainer(image, { args, work, env, seccomp: await seccompProfile() });
    let over = false;
    container.ended.then(() => {
      over = true;
    });
    const pages = () => renderProcesses().filter(({ command }) => command.includes('--type=renderer'));
    const state = () => ({
      filters: Number(/^Seccomp_filters:\s+(\d+)/m.exec(statusOf(pages()[0]?.pid))?.[1] ?? 0),
      privileges: /^NoNewPrivs:\s+(\d)/m.exec(statusOf(pages()[0]?.pid))?.[1],
    });
    // One is the container's, the other Chromium's own: the last that a page takes.
    await until(() => over || state().filters >= 2, 'a page in the sandbox', 60);
    const [page] = pages();
    expect(state().privileges).toBe('1');
    expect(userNamespace(page?.pid)).not.toBe(userNamespace(process.pid));
    for (const { command } of renderProcesses()) expect(command).not.toContain('--no-sandbox');

    const [command = '', ...rest] = image.config.Healthcheck.Test;
    expect(command).toBe('CMD');
    expect(await container.exec(...rest)).toMatchObject({ code: 0 });
    const stop = 'for p in /proc/[0-9]*; do grep -qz "^node$" $p/cmdline && kill -$0 $(basename $p); done';
    await container.exec('sh', '-c', stop, 'STOP');
    expect(await container.exec(...rest)).toMatchObject({ code: 1, stdout: expect.stringContaining('is stopped') });
    await container.exec('sh', '-c', stop, 'CONT');

    await container.kill('SIGTERM');
    expect(await container.ended).toMatchObject({ code: 143 });
    expect(readdirSync(work)).not.toContain('long.mp4');
  });

  test('docker/kubernetes.yaml makes a video, pod by pod', async () => {
    const { work } = await workFolder();
    writeFileSync(join(work, 'figure.json'), JSON.stringify(barFigure(3)));
    const ran: string[] = [];
    for (const { spec } of jobs) {
      const { containers, securityContext } = spec.template.spec;
      const { args = [], env = [] } = containers[0] ?? {};
      const indices = spec.completionMode === 'Indexed' ? [0, 1] : [undefined];
      for (const index of indices) {
        const variables = env.map(({ name, value }) => `${name}=${value}`);
        const result = await run({
          // As the config map has it; shorter segments than by default.
          args: [...args.map((arg) => arg.replace('/input/', '/work/')), ...(args[0] === 'plan' ? SMALL : [])],
          env: [...variables, ...(index === undefined ? [] : [`JOB_COMPLETION_INDEX=${index}`])],
          user: securityContext.runAsUser,
          locked: true,
          work,
        });
        expect(result).toMatchObject({ code: 0, stderr: '' });
        ran.push(`${args[0]} ${index ?? ''}`.trim());
      }
    }
    expect(ran).toEqual(['plan', 'segment 0', 'segment 1', 'stitch']);
    expect(await readVideoFacts(join(work, 'video.mp4'))).toMatchObject({ frames: 40, width: 320, height: 240 });
  });

  test.skipIf(NO_REDIS !== undefined)(
    'docker/compose.yml makes a video: a worker renders what render submits',
    async () => {
      const { work } = await workFolder();
      const { work: store } = await workFolder();
      writeFileSync(join(work, 'fig.json'), JSON.stringify(barFigure(3)));
      const { host, port } = await startComposeRedis(await mkdtemp(join(image.folder, 'redis-')), {
        password: 'secret',
      });
      const { worker, render } = compose.services;
      const env = Object.entries({ ...worker?.environment }).map(
        ([name, value]) =>
          `${name}=${value.replace(/\$\{REDIS_PASSWORD:.*?\}/, 'secret').replace('redis:6379', `${host}:${port}`)}`,
      );
      const common = { env, store, network: true, locked: true, seccomp: await seccompProfile() };
      const working = await startContainer(image, { ...common, args: worker?.command ?? [] });
      const submitted = await run({
        ...common,
        entrypoint: render?.entrypoint ?? [],
        args: ['fig.json', '-o', 'fig.mp4', ...SMALL],
        work,
      });
      expect(submitted).toMatchObject({ code: 0 });
      expect(await readVideoFacts(join(work, 'fig.mp4'))).toMatchObject({ frames: 40, width: 320, height: 240 });
      await working.kill('SIGTERM');
      expect(await working.ended).toMatchObject({ code: 0 });
    },
    120_000,
  );

  test("under an engine's own profile it renders without the sandbox and says so, or refuses where it is required", async () => {
    const { work, scene } = await workFolder();
    const seccomp = withoutSandbox(await seccompProfile());
    const args = ['render', scene, '-o', 'out.mp4', '--range', '0-4'];
    const open = await run({ args, work, seccomp });
    expect(open.code).toBe(0);
    expect(open.stderr).toMatch(
      /^warning: Chromium runs without its sandbox because .*--security-opt seccomp=docker\/seccomp\.json\n$/,
    );
    const refused = await run({ args, work, seccomp, env: ['PLOTREEL_SANDBOX=required'] });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/No usable sandbox!(.|\n)*--security-opt seccomp=docker\/seccomp\.json/);
  });

  test.runIf(process.arch === 'x64')('docker/seccomp.json refuses what the kernel lets anybody do', async () => {
    const script = fileURLToPath(new URL('system-calls.pl', import.meta.url));
    const entrypoint = ['perl', '-e', readFileSync(script, 'utf8')];
    const allowed = ['TCP', 'addresses and routes', 'memory of its own', 'user namespace'];
    const open = await run({ args: [], entrypoint, seccomp: undefined });
    expect(open.stdout).not.toContain('Operation not permitted');
    const { stdout } = await run({ args: [], entrypoint });
    const results = new Map(
      stdout
        .trim()
        .split('\n')
        .map((line) => pair(line)),
    );
    expect(
      [...results]
        .filter(([, result]) => result === 'allowed')
        .map(([name]) => name)
        .sort(),
    ).toEqual(allowed);
    expect(results.get('clone3')).toBe('Function not implemented');
    const refused = [...results].filter(([, result]) => result === 'Operation not permitted');
    expect(refused.length).toBe(results.size - allowed.length - 1);
    expect(refused.length).toBeGreaterThan(10);
    // As root of a user namespace, too.
    const mount = ['unshare', '--user', '--map-root-user', 'sh', '-c', 'unshare --mount true; echo $?'];
    expect(await run({ args: [], entrypoint: mount })).toMatchObject({ stdout: '1\n' });
    expect(await run({ args: [], entrypoint: mount, seccomp: undefined })).toMatchObject({ stdout: '0\n' });
  });

  test.each([
    ['a command that there is not', ['rendre', 'x'], 2],
    ['a scene that is not there', ['render', 'none.scene.ts', '-o', 'x.mp4'], 2],
    ['a plan that is not there', ['segment', 'none', '--index', '0'], 2],
    ['no command', [], 0],
  ])('passes the exit code of %s on', async (_, args, code) => {
    expect(await run({ args: args.length === 0 ? image.config.Cmd : args })).toMatchObject({ code });
  });

  test('has all that figures need, and what queues and buckets need', async () => {
    const { stdout } = await run({ args: ['doctor', '--json'] });
    const findings = stdout
      .trim()
      .split('\n')
      .map((line): Finding => JSON.parse(line));
    const notOk = findings.filter(({ status }) => status !== 'ok').map(({ area }) => area);
    // Without a GPU, in 64 MB.
    expect(notOk.filter((area) => !['gpu', 'h264_nvenc', '/dev/shm'].includes(area))).toEqual([]);
    expect(findings.find(({ area }) => area === 'text')?.text).toMatch(/Latin.*Cyrillic.*maths.*Chinese.*emoji/);
    const code = `
      import { createRequire } from 'node:module';
      const { resolve } = createRequire('/opt/plotreel/package.json');
      for (const name of ['bullmq', 'ioredis', '@aws-sdk/client-s3']) await import(resolve(name));`;
    expect(await run({ args: ['--input-type=module', '-e', code], entrypoint: ['node'] })).toMatchObject({ code: 0 });
  });

  test('is small, names itself, and holds nothing that only builds', async () => {
    expect(image.bytes).toBeLessThan(1.15e9);
    expect(image.config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'plotreel',
      'org.opencontainers.image.licenses': 'MIT',
    });
    const files = readdirSync(join(image.root, 'opt/plotreel'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.(map|[cm]?ts)$/.test(file))).toEqual([]);
    expect(
      files.filter((file) => /^node_modules\/(typescript|vitest|@biomejs|@types|ffmpeg-static)\//.test(file)),
    ).toEqual([]);
    expect(readdirSync(join(image.root, 'var/lib/apt/lists'))).toEqual([]);
  });
});

/** 'name: result' */
function pair(line: string): [name: string, result: string] {
  const [name = '', result = ''] = line.split(': ');
  return [name, result];
}

/** Two segments of 20 frames. */
const SMALL = [
  '--size',
  '320x240',
  '--fps',
  '10',
  '--tween',
  'off',
  '--frame-duration',
  '1s',
  '--segment-frames',
  '20',
];

/** A figure of so many frames, beside the one that it begins with. */
function barFigure(count: number): object {
  const frames = Array.from({ length: count }, (_, i) => ({ name: `${i}`, data: [{ y: [i, 2, 1] }] }));
  return { data: [{ type: 'bar', y: [1, 2, 3] }], frames };
}

interface Finding {
  area: string;
  status: string;
  text: string;
}

/** Where the line is, in Plotly's first colour. */
function bluePixels(frame: Buffer): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i < frame.length; i += 3) {
    const [red = 0, green = 0, blue = 0] = frame.subarray(i, i + 3);
    if (red < 90 && green > 80 && green < 160 && blue > 140) found.add(i);
  }
  return found;
}

function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function userNamespace(pid: number | undefined): string {
  return readlinkSync(`/proc/${pid}/ns/user`);
}
