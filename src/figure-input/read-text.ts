import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messageOf } from '../caught.ts';
import { InputError } from '../errors.ts';
import { formatBytes } from '../format-bytes.ts';
import { settingOf } from '../options/limits.ts';

/** A text and what to call it in messages. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface ReadOptions {
  /** The file may have no more, packed or unpacked. */
  maxBytes: number;
  stdin?: Readable | undefined;
}

/**
 * Reads a text file, gzipped or not, whatever its name.
 *
 * @param source path, `file:` URL, or '-' for standard input
 * @throws InputError when it is missing, empty, too large, damaged or no text
 */
export async function readText(source: string | URL, { maxBytes, stdin }: ReadOptions): Promise<NamedText> {
  const path = toPath(source);
  const name = path === '-' ? 'Standard input' : path;
  if (path !== '-') await checkFile(path, maxBytes);
  const stream = path === '-' ? (stdin ?? process.stdin) : createReadStream(path);
  const bytes = await unpack(await readBytes(stream, { name, maxBytes }), { name, maxBytes });
  if (bytes.length === 0) throw new InputError(`${name} is empty`);
  return { name, text: decode(bytes, name) };
}

function toPath(source: string | URL): string {
  if (typeof source === 'string' && !/^[a-z]+:\/\//i.test(source)) return source;
  const url = URL.parse(String(source));
  if (url?.protocol !== 'file:') {
    throw new InputError(`Expected the figure as a path, a file: URL or '-', got ${source}; download it first`);
  }
  return fileURLToPath(url);
}

async function checkFile(path: string, maxBytes: number): Promise<void> {
  const found = await stat(path).catch((cause: Error) => {
    const missing = 'code' in cause && cause.code === 'ENOENT';
    throw new InputError(missing ? `There is no file ${path}` : `${path} cannot be read: ${cause.message}`, { cause });
  });
  if (found.isDirectory()) throw new InputError(`Expected ${path} to be a file, but it is a folder`);
  if (found.size > maxBytes) throw tooLarge(`${path} has ${formatBytes(found.size)}`, maxBytes);
}

interface NamedLimit {
  name: string;
  maxBytes: number;
}

async function readBytes(stream: Readable, { name, maxBytes }: NamedLimit): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) throw tooLarge(`${name} goes on after ${formatBytes(length)}`, maxBytes);
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${name} cannot be read: ${messageOf(cause)}`, { cause });
  }
  return Buffer.concat(chunks);
}

async function unpack(bytes: Buffer, { name, maxBytes }: NamedLimit): Promise<Buffer> {
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzipped) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw tooLarge(`${name} has ${formatBytes(bytes.length)} and unpacks to more`, maxBytes);
    }
    throw new InputError(`${name} cannot be unpacked (gzip): ${messageOf(cause)}; was it written whole?`, { cause });
  }
}

function decode(bytes: Buffer, name: string): string {
  // Redirected output of older PowerShells is UTF-16 with this mark.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(`${name} is not UTF-8 text; expected a Plotly figure as JSON or HTML`, { cause });
  }
}

/** @param what "figure.json has 210 MB" */
export function tooLarge(what: string, maxBytes: number): InputError {
  return new InputError(
    `${what}; a figure may have at most ${formatBytes(maxBytes)} (${settingOf('figureBytes')}). ` +
      'Leave out points that the picture cannot show',
  );
}
