import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { InputError } from '../errors.ts';

/** Text as a number where it is one; else as it is, for the option's check to refuse. */
export function toNumber(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

/** '1280x720' @throws InputError */
export function parseSize(text: string): { width: number; height: number } {
  const [, width, height] = /^(\d+)x(\d+)$/i.exec(text) ?? [];
  if (width === undefined)
    throw new InputError(`Expected --size to be WIDTHxHEIGHT, for example 1280x720, got '${text}'`);
  return { width: Number(width), height: Number(height) };
}

/** '0-99', or '7' for one frame. @throws InputError */
export function parseRange(text: string): [first: number, last: number] {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (first === undefined) throw new InputError(`Expected --range to be FIRST-LAST, for example 0-99, got '${text}'`);
  return [Number(first), Number(last)];
}

/** JSON text, or the name of a file with it. @throws InputError */
export async function readJsonArgument(text: string, option: string): Promise<unknown> {
  const looksLikeJson = /^\s*[[{"\d-]|^\s*(true|false|null)\s*$/.test(text);
  try {
    return JSON.parse(looksLikeJson ? text : await readFile(text, 'utf8'));
  } catch (error) {
    throw new InputError(`Expected ${option} to be JSON or a JSON file: ${reason(error)}`, { cause: error });
  }
}

/** Params from a file with a JSON array or JSON lines; '-' is stdin, whose lines are taken as they come. */
export async function* readFrames(file: string): AsyncGenerator<unknown> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  let number = 0;
  let array: string[] | undefined;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (line.trim() === '') continue;
      // A line that is a complete array is params like any other when further lines follow; an array over several
      // lines, or alone in the file, is the list of all params.
      if (array === undefined && number === 1 && line.trimStart().startsWith('[') && file !== '-') array = [];
      if (array) array.push(line);
      else yield JSON.parse(line);
    }
    if (array) {
      number = 1;
      const list: unknown = JSON.parse(array.join('\n'));
      yield* Array.isArray(list) ? list : [list];
    }
  } catch (error) {
    throw new InputError(
      `--frames ${file}: ${reason(error)}${error instanceof SyntaxError ? ` (line ${number})` : ''}`,
    );
  } finally {
    input.destroy();
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
