import { link, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OWNER } from '../../src/disk/owner.ts';
import { giveFreeName } from '../../src/store/give-free-name.ts';
import { tempFolder } from '../install/temp-folder.ts';
import { refuseLink } from '../support/refuse-link.ts';

const [, start, host] = OWNER.split('-');
/** No process has such a number. */
const DEAD = `4194305-${start}-${host}`;

/** A link that is made, and an answer that says otherwise: NFS, when the first answer was lost. */
async function linkTwice(from: string, to: string): Promise<void> {
  await link(from, to);
  await link(from, to);
}

async function fileIn(folder: string): Promise<{ file: string; name: string }> {
  const file = join(folder, '.part');
  await writeFile(file, 'mine');
  return { file, name: join(folder, 'name') };
}

describe('giveFreeName()', () => {
  it('knows its own link when the answer says that the name is taken', async () => {
    const { file, name } = await fileIn(await tempFolder());
    expect(await giveFreeName(file, name, { link: linkTwice })).toBe(true);
    expect((await stat(name)).nlink).toBe(2);
  });

  it("knows another's link", async () => {
    const { file, name } = await fileIn(await tempFolder());
    await writeFile(name, 'theirs');
    expect(await giveFreeName(file, name, { link: linkTwice })).toBe(false);
    expect(await readFile(name, 'utf8')).toBe('theirs');
  });

  it.each([`${DEAD} 0123`, ''])('without links takes over a claim that nobody holds: %j', async (claim) => {
    const folder = await tempFolder();
    const { file, name } = await fileIn(folder);
    await writeFile(join(folder, '.name.claim'), claim);
    expect(await giveFreeName(file, name, { link: refuseLink, claimMs: 200 })).toBe(true);
    expect(await readFile(name, 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual(['name']);
  });

  it('without links waits for a claim whose process runs', async () => {
    const folder = await tempFolder();
    const { file, name } = await fileIn(folder);
    const claim = join(folder, '.name.claim');
    await writeFile(claim, `${OWNER} 0123`);
    const given = giveFreeName(file, name, { link: refuseLink });
    await writeFile(name, 'theirs');
    await rm(claim);
    expect(await given).toBe(false);
    expect(await readFile(name, 'utf8')).toBe('theirs');
  });
});
