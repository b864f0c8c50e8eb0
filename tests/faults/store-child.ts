// Writes into the store at argv[2]; what is said by argv[3]. Started by stores.test.ts.
import { writeFile } from 'node:fs/promises';
import { openFolderStore } from '../../src/store/folder-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { refuseLink } from '../support/refuse-link.ts';

const [, , location = '', what, letter = ''] = process.argv;
const store =
  what === 'race-without-links' ? openFolderStore(location, { link: refuseLink }) : await openStore(location);

switch (what) {
  // Publishes files of one letter by names that another process wants too; prints which names it got.
  case 'race':
  case 'race-without-links': {
    const got: string[] = [];
    console.log('ready');
    await new Promise((resolve) => process.stdin.once('data', resolve));
    for (let i = 0; i < 50; i++) {
      const name = `segments/${i}`;
      const file = await store.create(name);
      await writeFile(file.path, letter.repeat(100_000));
      if (await file.publish()) got.push(name);
      await file.discard();
    }
    console.log(JSON.stringify(got));
    process.exit();
    break;
  }
  // Replaces a file until it is killed, with one letter after the other.
  case 'replace':
    for (let i = 0; ; i++) await store.write('a', 'ab'.charAt(i % 2).repeat(30_000_000), { replace: true });
}
