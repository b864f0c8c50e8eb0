import { PlotreelError } from '../errors.ts';
import type { PackageNames } from './packages.ts';
import { lastLines, type RunCommand } from './run-command.ts';

export interface AptOptions {
  run: RunCommand;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
}

/** Those of `packages` of which no name is installed. Asks dpkg only, so it takes 0.05 s and no network. */
export async function notInstalled(packages: readonly PackageNames[], options: AptOptions): Promise<PackageNames[]> {
  if (packages.length === 0) return [];
  // Exits with 1 when a name is unknown, and still prints the others.
  const { stdout } = await options.run(
    'dpkg-query',
    ['--show', `--showformat=\${db:Status-Status} \${Package}\n`, ...packages.flat()],
    options,
  );
  const installed = new Set(stdout.split('\n'));
  return packages.filter((names) => !names.some((name) => installed.has(`installed ${name}`)));
}

/**
 * Installs packages in one run of apt, as root. Its output is shown only when it fails. When that may be the fault of
 * an optional one, they are left out and a line is logged.
 *
 * @returns the names of the packages installed
 * @throws PlotreelError when the distribution lacks a required one, or apt fails
 */
export async function installPackages(
  { required, optional }: { required: readonly PackageNames[]; optional: readonly PackageNames[] },
  options: AptOptions & { log: (line: string) => void },
): Promise<string[]> {
  try {
    await aptGet(['update'], options);
    return await install([...required, ...optional], options);
  } catch (error) {
    if (!(error instanceof PlotreelError) || optional.length === 0) throw error;
    options.log(`packages: going on without ${optional.flat().join(', ')}: ${error.message}`);
    return required.length === 0 ? [] : await install(required, options);
  }
}

/** The first name of each package that apt knows; its first name where apt knows none. */
export async function aptNames(packages: readonly PackageNames[], options: AptOptions): Promise<string[]> {
  const { stdout } = await options.run('apt-cache', ['pkgnames'], options);
  const known = new Set(stdout.split('\n'));
  return packages.flatMap((names) => names.find((name) => known.has(name)) ?? names.slice(0, 1));
}

async function install(packages: readonly PackageNames[], options: AptOptions): Promise<string[]> {
  const names = await aptNames(packages, options);
  // DPkg::Lock::Timeout: a fresh machine is often still running its unattended upgrades.
  await aptGet(['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', ...names], options);
  return names;
}

/** Give up on a blocked network after 3 × 20 s instead of 4 × 120. */
const NETWORK_LIMITS = [
  '-o',
  'Acquire::http::Timeout=20',
  '-o',
  'Acquire::https::Timeout=20',
  '-o',
  'Acquire::Retries=2',
];

async function aptGet(args: readonly string[], options: AptOptions): Promise<void> {
  // noninteractive: packages such as tzdata otherwise stop and ask.
  const env = { ...options.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = await options.run('apt-get', [...NETWORK_LIMITS, ...args], { ...options, env });
  if (result.code !== 0) {
    throw new PlotreelError(`\`apt-get ${args.join(' ')}\` failed (exit code ${result.code}):\n${lastLines(result)}`);
  }
}
