import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sweepLocks } from '../../src/disk/output-lock.ts';
import { OWNER } from '../../src/disk/owner.ts';
import { partName } from '../../src/disk/part-name.ts';
import { sweepParts, sweepTempFolders } from '../../src/disk/sweep.ts';
import { makeTempFolder } from '../../src/disk/temp-folder.ts';
import { tempFolder } from '../install/temp-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const [, start, host] = OWNER.split('-');
/** No process has such a number. */
const DEAD = `4194305-${start}-${host}`;
const ELSEWHERE = `4194305-${start}-000000000000`;

describe('sweepTempFolders()', () => {
  it('removes folders of the dead, and nothing else', async () => {
    const folder = await tempFolder();
    vi.stubEnv('TMPDIR', folder);
    const kept = [
      await makeTempFolder(folder),
      join(folder, `plotreel-${ELSEWHERE}-abcdef`),
      join(folder, 'plotreel-x'),
    ];
    for (const path of kept.slice(1)) await mkdir(path);
    await mkdir(join(folder, `plotreel-${DEAD}-abcdef/Default/File System`), { recursive: true });
    await writeFile(join(folder, `plotreel-${DEAD}-abcdef/Default/frame`), 'pixels');
    await sweepTempFolders();
    expect((await readdir(folder)).map((name) => join(folder, name)).sort()).toEqual(kept.sort());
  });

  it('follows no links', async () => {
    const folder = await tempFolder();
    const precious = await tempFolder();
    vi.stubEnv('TMPDIR', folder);
    await writeFile(join(precious, 'precious'), '');
    await symlink(precious, join(folder, `plotreel-${DEAD}-linked`));
    await mkdir(join(folder, `plotreel-${DEAD}-abcdef`));
    await symlink(precious, join(folder, `plotreel-${DEAD}-abcdef/link`));
    await sweepTempFolders();
    expect(await readdir(folder)).toEqual([]);
    expect(await readdir(precious)).toEqual(['precious']);
  });

  it.skipIf(process.getuid?.() !== 0)("leaves alone what is another user's", async () => {
    const folder = await tempFolder();
    vi.stubEnv('TMPDIR', folder);
    const theirs = `plotreel-${DEAD}-theirs`;
    await mkdir(join(folder, theirs));
    execFileSync('chown', ['1234', join(folder, theirs)]);
    await sweepTempFolders();
    expect(await readdir(folder)).toEqual([theirs]);
  });

  it('does not fail where there is no folder', async () => {
    vi.stubEnv('TMPDIR', join(await tempFolder(), 'missing'));
    await expect(sweepTempFolders()).resolves.toBeUndefined();
  });
});

describe('sweepParts() and sweepLocks()', () => {
  it('remove what the dead left beside outputs, and nothing else', async () => {
    const folder = await tempFolder();
    const id = '.0123456789ab';
    const kept = [
      partName('wave.mp4'),
      `.wave.mp4.${ELSEWHERE}${id}.part`,
      `wave.mp4.${DEAD}${id}.part`,
      '.wave.mp4.part',
      'wave.mp4',
    ];
    for (const name of kept) await writeFile(join(folder, name), '');
    const part = `.wave.gif.${DEAD}${id}.part`;
    for (const name of [part, `${part}.frames.nut`, `${part}.palette.png`]) await writeFile(join(folder, name), '');
    await mkdir(join(folder, `.frames.${DEAD}${id}.part`));
    await writeFile(join(folder, `.frames.${DEAD}${id}.part/00000.png`), '');
    const locks = { '.a.01234567.lock': `${OWNER} 1`, '.b.01234567.lock': `${ELSEWHERE} 1`, 'c.01234567.lock': DEAD };
    for (const [name, content] of Object.entries(locks)) await writeFile(join(folder, name), content);
    await writeFile(join(folder, '.d.01234567.lock'), `${DEAD} 1`);
    await writeFile(join(folder, '.e.01234567.lock'), 'not ours');
    await Promise.all([sweepParts(folder), sweepLocks(folder)]);
    expect((await readdir(folder)).sort()).toEqual([...kept, ...Object.keys(locks), '.e.01234567.lock'].sort());
  });

  it('do not fail in a folder that cannot be read', async () => {
    const folder = await tempFolder();
    await chmod(folder, 0);
    await expect(Promise.all([sweepParts(folder), sweepLocks(folder)])).resolves.toBeDefined();
    await chmod(folder, 0o700);
  });
});
