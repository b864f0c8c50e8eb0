// Work that does not end when it is aborted, with a file of each kind in the folder of its argument. Prints a line when
// it begins and one for each signal.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportError, untilSignal } from '../../src/cli/exit.ts';
import { lockOutputs } from '../../src/disk/output-lock.ts';
import { makeTempFolder } from '../../src/disk/temp-folder.ts';
import { openPartialOutput } from '../../src/encoder/partial-output.ts';

const folder = process.argv[2] ?? '';
const video = { kind: 'file', path: join(folder, 'new/out.gif'), container: 'gif' } as const;
const pictures = { kind: 'frames', folder: join(folder, 'frames'), name: '%d.png', container: 'png' } as const;

setInterval(() => {}, 1000);
process.on('SIGINT', () => console.log('signal'));
const error: unknown = await untilSignal(async () => {
  await lockOutputs([video, pictures]);
  for (const target of [video, pictures]) {
    const partial = (await openPartialOutput(target)).target;
    writeFileSync(partial.kind === 'file' ? partial.path : join(partial.folder, '0.png'), 'half');
  }
  mkdirSync(join(await makeTempFolder(folder), 'Default'));
  console.log('working');
  return new Promise(() => {});
}).catch((thrown: unknown) => thrown);
process.exit(reportError(error, {}));
