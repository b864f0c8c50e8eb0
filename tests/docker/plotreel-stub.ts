import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A `plotreel` that renders nothing: it records how it is called, and exits as it is told. */
export interface PlotreelStub {
  /** The environment in which it is `plotreel`. */
  env: NodeJS.ProcessEnv;
  /** Its calls in order: arguments, then chosen variables. */
  calls(): string[];
}

/**
 * @param exitCodes of calls of `plotreel segment`, by index, one after the other, 0 in the end
 * @param segments what `plotreel status` says
 */
export function stubPlotreel(
  folder: string,
  { segments, exitCodes = {} }: { segments: number; exitCodes?: Record<number, number[]> },
): PlotreelStub {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const [program, log] = [join(folder, 'bin/plotreel'), join(folder, 'calls')];
  for (const [index, codes] of Object.entries(exitCodes))
    writeFileSync(join(folder, `codes-${index}`), `${codes.join('\n')}\n`);
  writeFileSync(
    program,
    `#!/bin/sh
echo "$* | job=\${SLURM_ARRAY_TASK_ID:-} restarts=\${SLURM_RESTART_COUNT:-0}" >>'${log}'
case $1 in
  status) echo '{"folder":"x","segments":${segments},"done":0}'; exit 75 ;;
  segment)
    codes='${folder}/codes-'$4
    [ -s "$codes" ] || exit 0
    code=$(head -n 1 "$codes")
    sed -i 1d "$codes"
    exit "$code" ;;
esac
`,
  );
  chmodSync(program, 0o755);
  return {
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  };
}
