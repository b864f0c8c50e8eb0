import { resolve } from 'node:path';
import { ffmpegEnvironment } from '../encoder/start-ffmpeg.ts';
import { EncoderError } from '../errors.ts';
import { executableProblem, findOnPath, isExecutable } from './executable.ts';
import { lastLines, runCommand } from './run-command.ts';

export interface FoundFfmpeg {
  /** Absolute path of the executable. */
  path: string;
  source: 'option' | 'environment' | 'ffmpeg-static' | 'path';
}

export interface FindFfmpegOptions {
  /** The user's option `ffmpeg`: path of an executable. */
  explicit?: string | undefined;
  /** Read for PLOTREEL_FFMPEG and PATH. @default process.env */
  env?: NodeJS.ProcessEnv;
  /** Loads the optional package. @default import('ffmpeg-static') */
  loadStatic?: () => Promise<{ default: string | null }>;
}

/**
 * Finds the ffmpeg to use, without launching it: the option, PLOTREEL_FFMPEG, the package ffmpeg-static, PATH.
 *
 * @throws EncoderError when the option or PLOTREEL_FFMPEG names something that cannot be run
 */
export async function findFfmpeg(options: FindFfmpegOptions = {}): Promise<FoundFfmpeg | undefined> {
  const { explicit, env = process.env, loadStatic = () => import('ffmpeg-static') } = options;
  if (explicit !== undefined) return await namedFfmpeg(explicit, { name: 'ffmpeg', source: 'option' });
  if (env.PLOTREEL_FFMPEG) {
    return await namedFfmpeg(env.PLOTREEL_FFMPEG, { name: 'PLOTREEL_FFMPEG', source: 'environment' });
  }
  // Absent where optional packages are left out; its file is absent where install scripts are not run.
  const bundled = await loadStatic().then(
    (module) => module.default,
    () => null,
  );
  if (bundled !== null && (await isExecutable(bundled))) return { path: bundled, source: 'ffmpeg-static' };
  const path = await findOnPath(['ffmpeg'], env);
  return path === undefined ? undefined : { path, source: 'path' };
}

/**
 * The same, for callers that cannot do without.
 *
 * @throws EncoderError when there is none, with the command that installs one
 */
export async function requireFfmpeg(options: FindFfmpegOptions = {}): Promise<FoundFfmpeg> {
  const found = await findFfmpeg(options);
  if (found !== undefined) return found;
  throw new EncoderError(
    'Found no ffmpeg: neither the package ffmpeg-static nor one on PATH.\n' +
      'Run `npx plotreel setup --with-deps`, or name one with the option `ffmpeg` or with PLOTREEL_FFMPEG.',
  );
}

/**
 * Version of an ffmpeg as it prints it, such as `7.0.2-static` or `5.1.9-0+deb12u1`: so it is also known to start.
 *
 * @throws EncoderError when it does not start, with what it said, or is no ffmpeg
 */
export async function ffmpegVersion(path: string): Promise<string> {
  // 0.05 s; a cold disk made it 0.8 s
  const result = await runCommand(path, ['-version'], { env: ffmpegEnvironment(), timeout: 30_000 }).catch(
    (error: unknown) => {
      throw new EncoderError(`ffmpeg (${path}) does not start: ${String(error)}`, { cause: error });
    },
  );
  if (result.code !== 0) {
    throw new EncoderError(`ffmpeg (${path}) does not start (exit code ${result.code})`, {
      exitCode: result.code,
      stderr: lastLines(result),
    });
  }
  const version = /^ffmpeg version (\S+)/.exec(result.stdout)?.[1];
  if (version === undefined) {
    throw new EncoderError(`${path} is not ffmpeg: \`-version\` printed\n${lastLines(result)}`, { exitCode: 0 });
  }
  return version;
}

async function namedFfmpeg(
  value: string,
  { name, source }: { name: string; source: 'option' | 'environment' },
): Promise<FoundFfmpeg> {
  const path = resolve(value);
  const problem = await executableProblem(path);
  if (problem !== undefined) {
    throw new EncoderError(`Expected \`${name}\` to be an executable file, got \`${value}\` (${problem})`);
  }
  return { path, source };
}
