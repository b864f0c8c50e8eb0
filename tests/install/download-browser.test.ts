import { once } from 'node:events';
import { access, readdir } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { Browser, computeExecutablePath } from '@puppeteer/browsers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { downloadBrowser } from '../../src/install/download-browser.ts';
import { findOnPath, isExecutable } from '../../src/install/executable.ts';
import { PINNED_BUILD } from '../../src/install/find-browser.ts';
import { runCommand } from '../../src/install/run-command.ts';
import { tempFolder } from './temp-folder.ts';

const canUnzip = (await findOnPath(['unzip'], process.env)) !== undefined;

describe('downloadBrowser()', () => {
  it.skipIf(!canUnzip)('installs a browser whole, and reports each quarter', async () => {
    const cacheDir = join(await tempFolder(), 'browsers');
    const build = { cacheDir, browser: Browser.CHROMEHEADLESSSHELL, buildId: PINNED_BUILD };
    const executable = computeExecutablePath(build);
    const archive = zip(executable.split('/').slice(-2).join('/'), '#!/bin/sh\necho hello\n');
    const baseUrl = await serve((_request, response) => {
      response.setHeader('content-length', archive.length);
      response.end(archive);
    });
    const lines: string[] = [];

    const download = await downloadBrowser({ cacheDir, baseUrl, log: (line) => lines.push(line) });
    expect(await isExecutable(executable)).toBe(false);
    await download.unpack();
    await download.close();
    await download.close();

    expect((await runCommand(executable, [])).stdout).toBe('hello\n');
    expect(await readdir(cacheDir)).toEqual([Browser.CHROMEHEADLESSSHELL]);
    expect(lines[0]).toBe(`browser: downloading chrome-headless-shell ${PINNED_BUILD}`);
    expect(lines.at(-1)).toBe('browser: 100 % of 1 MB');

    // A second one, as another process would have started at the same time, leaves the first one alone.
    const again = await downloadBrowser({ cacheDir, baseUrl, log: () => {} });
    await again.unpack();
    await again.close();
    expect(await isExecutable(executable)).toBe(true);
  });

  const failures: { what: string; answer: RequestListener; message: RegExp }[] = [
    {
      what: 'the server refuses',
      answer: (_request, response) => response.writeHead(403).end(),
      message: /chrome-headless-shell-.*\.zip answered 403/,
    },
    { what: 'the server never answers', answer: () => {}, message: /^127\.0\.0\.1:\d+ sent nothing for 0\.2 s$/ },
    {
      what: 'the server stops in the middle',
      answer: (_request, response) => {
        response.setHeader('content-length', 1000);
        response.write('some');
      },
      message: /sent nothing for 0\.2 s/,
    },
    {
      what: 'the connection breaks in the middle',
      answer: (_request, response) => {
        response.setHeader('content-length', 1000);
        response.write('some', () => response.destroy());
      },
      message: /other side closed|terminated|ECONNRESET/,
    },
  ];
  it.each(failures)('fails and leaves nothing behind when $what', async ({ answer, message }) => {
    const cacheDir = await tempFolder();
    const baseUrl = await serve(answer);
    const download = downloadBrowser({ cacheDir, baseUrl, log: () => {}, stallTimeout: 200 });
    await expect(download).rejects.toThrow(message);
    expect(await readdir(cacheDir)).toEqual([]);
  });

  it('waits for a server that is slow, but sends something', async () => {
    const cacheDir = await tempFolder();
    const baseUrl = await serve(async (_request, response) => {
      for (let i = 0; i < 8; i++) {
        response.write('some');
        await setTimeout(100); // 0.8 s in all: longer than the limit, and each pause far below it
      }
      response.end();
    });
    const download = await downloadBrowser({ cacheDir, baseUrl, log: () => {}, stallTimeout: 500 });
    await download.close();
  });

  it('says why the server cannot be reached', async () => {
    const cacheDir = await tempFolder();
    const download = downloadBrowser({ cacheDir, baseUrl: 'http://127.0.0.1:1/x', log: () => {} });
    await expect(download).rejects.toThrow(/ECONNREFUSED|bad port/);
  });

  it('rejects with the reason of an abort', async () => {
    const cacheDir = await tempFolder();
    const controller = new AbortController();
    const reason = new Error('enough');
    const baseUrl = await serve(() => controller.abort(reason));
    const download = downloadBrowser({ cacheDir, baseUrl, log: () => {}, signal: controller.signal });
    await expect(download).rejects.toBe(reason);
    await expect(access(join(cacheDir, Browser.CHROMEHEADLESSSHELL))).rejects.toThrow('ENOENT');
  });
});

/** A server on this machine. @returns the URL to download from */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return `http://127.0.0.1:${address.port}/chrome`;
}

/** A zip archive of one executable file, stored (APPNOTE.TXT 4.3). */
function zip(name: string, content: string): Buffer {
  const path = Buffer.from(name);
  const data = Buffer.from(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); // version needed
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, data]);

  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE((0o100755 << 16) >>> 0, 6); // Unix mode; the rest is 0: disk, comment, offset of `local`
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, attributes, path]);

  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
