import type { Server } from 'node:http';
import { messageOf } from '../caught.ts';
import { InputError } from '../errors.ts';

/** Vite's. */
const FIRST_PORT = 5173;
/** So many previews and other servers of Vite's at once are more than anybody has. */
const TRIES = 100;

/** Listens on 127.0.0.1 alone. @param port undefined: the first that is free. @returns the URL */
export async function listen(server: Server, port: number | undefined): Promise<string> {
  for (let tried = port ?? FIRST_PORT; ; tried++) {
    try {
      await tryPort(server, tried);
      const address = server.address();
      return `http://127.0.0.1:${typeof address === 'object' ? address?.port : tried}/`;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (taken && port === undefined && tried < FIRST_PORT + TRIES) continue;
      if (taken) throw new InputError(`Port ${tried} is in use: name another one, or none for the next that is free`);
      throw new InputError(`Cannot listen on port ${tried}: ${messageOf(error)}`, { cause: error });
    }
  }
}

function tryPort(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
