import { Readable, Writable } from 'node:stream';
import type { ConnectionTransport } from 'puppeteer-core';

/** Chromium's debugging pipe as puppeteer speaks over it: texts, each ended by a zero byte. */
export function openDebuggingPipe(toBrowser: unknown, fromBrowser: unknown): ConnectionTransport {
  if (!(toBrowser instanceof Writable) || !(fromBrowser instanceof Readable))
    throw new Error('its pipes could not be opened: this process may have too many files open');
  let parts: Buffer[] = [];
  const transport: ConnectionTransport = {
    send: (message) => {
      toBrowser.write(`${message}\0`);
    },
    close: () => {
      toBrowser.destroy();
      fromBrowser.destroy();
    },
  };
  fromBrowser.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      parts.push(chunk.subarray(start, end));
      const message = Buffer.concat(parts).toString();
      parts = [];
      start = end + 1;
      // One at a time, as from puppeteer's own pipe: what waits for one is done before the next.
      setImmediate(() => transport.onmessage?.(message));
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  });
  fromBrowser.once('close', () => transport.onclose?.());
  return transport;
}
