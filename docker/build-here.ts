/**
 * Builds the image on a machine without a container engine, and renders the README's scene in it: as an ordinary user,
 * under docker/seccomp.json, with a /dev/shm of 64 MB. Installs nothing, leaves nothing but the video.
 *
 *     node docker/build-here.ts
 */
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readVideoFacts } from '../src/containers/read-video.ts';
import { lastLines } from '../src/install/run-command.ts';
import { type BuiltImage, buildImage } from './here/built-image.ts';
import { runContainer } from './here/container.ts';
import { readmeScene } from './here/readme-scene.ts';
import { missingHere } from './here/requirements.ts';
import { seccompProfile } from './here/seccomp.ts';

const OUTPUT = 'out/docker-wave.mp4';

const missing = await missingHere();
if (missing.length > 0) {
  console.error(`Missing on this machine:\n${missing.map((line) => `  ${line}`).join('\n')}`);
  process.exit(1);
}
const image = await buildImage(console.log);
try {
  console.log(`image: ${Math.round(image.bytes / 1e6)} MB`);
  await renderReadme(image);
} finally {
  await image.close();
}

async function renderReadme(built: BuiltImage): Promise<void> {
  const work = join(built.folder, 'work');
  const { name, code } = await readmeScene();
  await mkdir(work);
  await chmod(work, 0o777);
  await writeFile(join(work, name), code);
  const args = ['render', name, '-o', 'wave.mp4'];
  const result = await runContainer(built, {
    args,
    work,
    seccomp: await seccompProfile(),
    env: ['PLOTREEL_SANDBOX=required'],
  });
  if (result.code !== 0) throw new Error(`plotreel ${args.join(' ')} failed:\n${lastLines(result)}`);
  console.log(result.stdout.trimEnd());
  await mkdir('out', { recursive: true });
  await copyFile(join(work, 'wave.mp4'), OUTPUT);
  const { frames, width, height } = await readVideoFacts(OUTPUT);
  console.log(`${OUTPUT}: ${frames} frames, ${width}x${height}`);
}
