// Work that does not end when it is aborted. Prints a line when it begins and one for each signal.
import { reportError, untilSignal } from '../../src/cli/exit.ts';

setInterval(() => {}, 1000);
process.on('SIGINT', () => console.log('signal'));
const error: unknown = await untilSignal(() => {
  console.log('working');
  return new Promise(() => {});
}).catch((thrown: unknown) => thrown);
process.exit(reportError(error, {}));
