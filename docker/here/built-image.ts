import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { makeBaseImage } from './base-image.ts';
import { endContainers } from './container.ts';
import { openImageStore } from './image-store.ts';
import { mustRun } from './must-run.ts';

const imageConfig = z.object({
  User: z.string(),
  Env: z.array(z.string()),
  Entrypoint: z.array(z.string()),
  Cmd: z.array(z.string()),
  WorkingDir: z.string(),
  Labels: z.record(z.string(), z.string()),
  Healthcheck: z.object({ Test: z.array(z.string()) }),
});

/** As buildah puts it. */
const inspected = z.object({ Docker: z.object({ config: imageConfig }) });

/** What an image says of the containers that are made of it. */
export type ImageConfig = z.output<typeof imageConfig>;

/** The image, built here. */
export interface BuiltImage {
  config: ImageConfig;
  /** Bytes of all layers, unpacked. */
  bytes: number;
  /** Its files, in a folder that may be written to. */
  root: string;
  /** A folder for what containers need besides. */
  folder: string;
  /** Removes all of it. May be called twice. */
  close(): Promise<void>;
}

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const DOCKERFILE = fileURLToPath(new URL('../Dockerfile', import.meta.url));

/**
 * Builds `docker/Dockerfile` without an engine, on a base image made here. Takes some three minutes and 4 GB in the folder for
 * temporary files.
 *
 * @throws Error when a step fails, with the end of what it printed
 */
export async function buildImage(log: (line: string) => void): Promise<BuiltImage> {
  const store = await openImageStore();
  try {
    log('base: Debian by debootstrap, Node.js by npm');
    await makeBaseImage(store, DOCKERFILE);
    log('image: docker/Dockerfile by buildah');
    // Both stages at once. Docker's format: that of the OCI has no health checks. chroot: needs no engine's rights.
    const options = ['--format', 'docker', '--isolation', 'chroot', '--jobs', '2', '--pull-never'];
    await store.buildah('bud', ...options, '--file', DOCKERFILE, '--tag', 'plotreel', CHECKOUT);
    const container = (await store.buildah('from', '--pull-never', 'plotreel')).trim();
    const root = (await store.buildah('mount', container)).trim();
    const facts: unknown = JSON.parse(await store.buildah('inspect', '--type', 'image', 'plotreel'));
    const [bytes = ''] = (await mustRun(['du', '--summarize', '--one-file-system', '--bytes', root])).split('\t');
    return {
      config: inspected.parse(facts).Docker.config,
      bytes: Number(bytes),
      root,
      folder: store.folder,
      close: async () => {
        await endContainers(store.folder);
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
