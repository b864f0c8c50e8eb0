import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InputError } from '../errors.ts';

/** A figure's file may have no more bytes than this, packed or unpacked: 200 MB, several times that in memory. */
export const MAX_FIGURE_BYTES = 200_000_000;

/** A text and what to call it in messages. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads a text file, gzipped or not, whatever its name.
 *
 * @param source path, `file:` URL, or '-' for standard input
 * @throws InputError when it is missing, empty, too large, damaged or no text
 */
export async function readText(source: string | URL, stdin: Readable = process.stdin): Promise<NamedText> {
  const path = toPath(source);
  const name = path === '-' ? 'Standard input' : path;
  if (path !== '-') await checkFile(path);
  const bytes = await unpack(await readBytes(path === '-' ? stdin : createReadStream(path), name), name);
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

async function checkFile(path: string): Promise<void> {
  const found = await stat(path).catch((cause: Error) => {
    const missing = 'code' in cause && cause.code === 'ENOENT';
    throw new InputError(missing ? `There is no file ${path}` : `${path} cannot be read: ${cause.message}`, { cause });
  });
  if (found.isDirectory()) throw new InputError(`Expected ${path} to be a file, but it is a folder`);
  if (found.size > MAX_FIGURE_BYTES) throw tooLarge(path, `has ${megabytes(found.size)}`);
}

async function readBytes(stream: Readable, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_FIGURE_BYTES) throw tooLarge(name, `goes on after ${megabytes(length)}`);
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${name} cannot be read: ${message(cause)}`, { cause });
  }
  return Buffer.concat(chunks);
}

async function unpack(bytes: Buffer, name: string): Promise<Buffer> {
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!gzipped) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_FIGURE_BYTES });
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw tooLarge(name, `has ${megabytes(bytes.length)} and unpacks to more than ${megabytes(MAX_FIGURE_BYTES)}`);
    }
    throw new InputError(`${name} cannot be unpacked (gzip): ${message(cause)}; was it written whole?`, { cause });
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

function tooLarge(name: string, what: string): InputError {
  return new InputError(
    `${name} ${what}; a figure may have at most ${megabytes(MAX_FIGURE_BYTES)}. Leave out points that the picture cannot show`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
