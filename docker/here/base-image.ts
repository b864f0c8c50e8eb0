import { copyFile, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageStore } from './image-store.ts';
import { mustRun } from './must-run.ts';

/** Where programs on Debian look for authorities to trust. */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** What slim images of Debian do without. */
const LEFT_OUT = ['usr/share/doc', 'usr/share/man', 'usr/share/info', 'usr/share/locale', 'var/cache/apt', 'var/log'];

/**
 * Makes an image like the one that the Dockerfile begins with, under its name: Debian by debootstrap, Node.js and npm by
 * npm. Packages come from where this machine gets its own, now and when the Dockerfile is built.
 */
export async function makeBaseImage(store: ImageStore, dockerfile: string): Promise<void> {
  const [, name = '', node = '', release = ''] =
    /^FROM (node:(\d+)-(\w+)-slim)$/m.exec(await readFile(dockerfile, 'utf8')) ?? [];
  const root = join(store.folder, 'base');
  await makeDebian(root, release);
  await addNode(root, { node, folder: join(store.folder, 'node') });
  for (const path of LEFT_OUT) await rm(join(root, path), { recursive: true, force: true });
  await mkdir(join(root, 'var/log'));

  const container = (await store.buildah('from', 'scratch')).trim();
  await store.buildah('add', '--quiet', container, root, '/');
  const environment = [
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `NODE_EXTRA_CA_CERTS=${CERTIFICATES}`,
    `NPM_CONFIG_REGISTRY=${(await mustRun(['npm', 'config', 'get', 'registry'])).trim()}`,
  ];
  await store.buildah('config', ...environment.flatMap((variable) => ['--env', variable]), container);
  await store.buildah('commit', '--quiet', container, `docker.io/library/${name}`);
  await store.buildah('rm', container);
  await rm(root, { recursive: true });
}

async function makeDebian(root: string, release: string): Promise<void> {
  const format = '$(REPO_URI) $(RELEASE) $(COMPONENT)';
  const known = (await mustRun(['apt-get', 'indextargets', '--format', format, 'Created-By: Packages'])).split('\n');
  const sources = [...new Set(known)].filter((line) => line.split(' ')[1]?.startsWith(release));
  const [archive] = sources.find((line) => line.split(' ')[1] === release)?.split(' ') ?? [];
  if (archive === undefined) throw new Error(`apt-get knows no source of Debian's ${release} on this machine`);
  await mustRun(['debootstrap', '--variant=minbase', '--include=ca-certificates', release, root, archive]);
  await writeFile(join(root, 'etc/apt/sources.list'), sources.map((source) => `deb ${source}\n`).join(''));
  // Whatever this machine trusts on the way to its packages.
  await copyFile(CERTIFICATES, join(root, CERTIFICATES));
}

async function addNode(root: string, { node, folder }: { node: string; folder: string }): Promise<void> {
  await mkdir(folder);
  // npm 11 came with Node.js 24. The package `node` gets its program by its install script.
  const wanted = { private: true, dependencies: { node, npm: '11' }, allowScripts: { node: true } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(wanted));
  await mustRun(['npm', 'install', '--prefix', folder, '--no-package-lock', '--no-audit', '--no-fund']);
  const modules = join(folder, 'node_modules');
  await copyFile(join(modules, 'node/bin/node'), join(root, 'usr/local/bin/node'));
  await cp(join(modules, 'npm'), join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  await mustRun(['chroot', root, 'groupadd', '--gid', '1000', 'node']);
  await mustRun(['chroot', root, 'useradd', '--uid', '1000', '--gid', '1000', '--create-home', 'node']);
  await rm(folder, { recursive: true });
}
