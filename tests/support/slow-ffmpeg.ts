import { join } from 'node:path';
import { requireFfmpeg } from '../../src/install/find-ffmpeg.ts';
import { writeScript } from '../install/temp-folder.ts';

/** Parts of ffmpeg's command line that tell what it is at. */
export const STEPS = { encode: '*', secondPass: '*paletteuse*', poster: '*setpts*', manifest: '*framehash*' } as const;

/**
 * An ffmpeg that notes when it comes to a step.
 *
 * @param there what it does then instead of `exec $real "$@"`
 * @returns its path, and that of the file which is there from then on
 */
export async function slowFfmpeg(
  folder: string,
  step: keyof typeof STEPS,
  there: string,
): Promise<{ path: string; reached: string }> {
  const { path: real } = await requireFfmpeg();
  const reached = join(folder, 'reached');
  const path = await writeScript(
    join(folder, 'ffmpeg'),
    `real=${real}\ncase "$*" in ${STEPS[step]}) echo > ${reached}; ${there};; esac\nexec $real "$@"`,
  );
  return { path, reached };
}
