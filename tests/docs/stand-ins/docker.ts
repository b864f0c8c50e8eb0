import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

// Docker without an engine: options are held to those that Docker has, and what would run in plotreel's image runs here.

const string = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const list = { type: 'string', multiple: true } as const;

/** https://docs.docker.com/reference/cli/docker/container/run, those that pages use. */
const RUN_OPTIONS = {
  rm: flag,
  'read-only': flag,
  volume: { ...list, short: 'v' },
  env: { ...list, short: 'e' },
  user: { ...string, short: 'u' },
  'security-opt': list,
  'cap-drop': list,
  tmpfs: list,
  entrypoint: string,
  network: string,
} as const;

const COMMANDS: Readonly<Record<string, (args: string[]) => void>> = {
  build: (args) => {
    const options = { file: { ...string, short: 'f' }, tag: { ...string, short: 't' } } as const;
    const { values } = parseArgs({ args, options, allowPositionals: true });
    readFileSync(values.file ?? 'Dockerfile');
  },
  run: (args) => {
    const [options, [image, ...command]] = splitAtOperand(args, RUN_OPTIONS);
    const { values } = parseArgs({ args: options, options: RUN_OPTIONS });
    if (image !== 'plotreel') throw new Error(`No image that pages build: ${image}`);
    for (const option of values['security-opt'] ?? []) {
      const [, profile] = /^seccomp=(.+)$/.exec(option) ?? [];
      if (profile !== undefined) JSON.parse(readFileSync(profile, 'utf8'));
    }
    const isMounted = values.volume?.some((volume) => volume === `${process.cwd()}:/work`);
    if (!isMounted && command.includes('-o')) throw new Error('The video would stay in the container');
    runHere(values.entrypoint ?? 'plotreel', command);
  },
  compose: (args) => {
    const options = { file: { ...string, short: 'f' } } as const;
    const [own, [verb, ...rest]] = splitAtOperand(args, options);
    const { file = 'compose.yml' } = parseArgs({ args: own, options }).values;
    const { services }: { services: Record<string, object> } = parse(readFileSync(file, 'utf8'), { merge: true });
    if (!process.env.REDIS_PASSWORD) throw new Error('The file asks for REDIS_PASSWORD');
    const check = (name = '') => {
      if (!Object.keys(services).includes(name)) throw new Error(`No service of ${file}: ${name}`);
    };
    if (verb === 'up') {
      const up = { detach: { ...flag, short: 'd' }, build: flag, scale: list } as const;
      for (const scale of parseArgs({ args: rest, options: up }).values.scale ?? []) check(scale.replace(/=\d+$/, ''));
    } else if (verb === 'run') {
      const [runOptions, [service, ...command]] = splitAtOperand(rest, { rm: flag });
      parseArgs({ args: runOptions, options: { rm: flag } });
      check(service);
      runHere('plotreel', ['render', ...command]);
    } else throw new Error(`docker compose ${verb}`);
  },
};

/** Options end at the first word that is none: what follows is another program's. */
function splitAtOperand(
  args: string[],
  options: NonNullable<Parameters<typeof parseArgs>[0]>['options'],
): [string[], string[]] {
  const { tokens } = parseArgs({ args, options: options ?? {}, strict: false, allowPositionals: true, tokens: true });
  const end = tokens.find(({ kind }) => kind === 'positional')?.index ?? args.length;
  return [args.slice(0, end), args.slice(end)];
}

function runHere(file: string, args: readonly string[]): never {
  const here = args.map((word) => word.replace('/opt/plotreel', 'node_modules/plotreel'));
  process.exit(spawnSync(file, here, { stdio: 'inherit' }).status ?? 1);
}

const [name = '', ...args] = process.argv.slice(2);
const run = COMMANDS[name];
if (!run) throw new Error(`docker ${name}`);
run(args);
