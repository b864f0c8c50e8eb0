import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const profile = z.looseObject({
  defaultAction: z.string(),
  syscalls: z.array(
    z.looseObject({
      comment: z.string(),
      names: z.array(z.string()),
      action: z.string(),
      args: z
        .array(z.object({ index: z.number(), value: z.number(), valueTwo: z.number().optional(), op: z.string() }))
        .optional(),
    }),
  ),
});

/** A seccomp profile, as engines and the OCI's runtimes read it. */
export type SeccompProfile = z.output<typeof profile>;

/** `docker/seccomp.json` */
export async function seccompProfile(): Promise<SeccompProfile> {
  return profile.parse(JSON.parse(await readFile(new URL('../seccomp.json', import.meta.url), 'utf8')));
}

/** The profile without what Chromium's sandbox needs: as strict to it as engines are by themselves. */
export function withoutSandbox({ syscalls, ...rest }: SeccompProfile): SeccompProfile {
  return { ...rest, syscalls: syscalls.filter(({ comment }) => !comment.startsWith("Chromium's sandbox:")) };
}
