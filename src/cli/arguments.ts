import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { messageOf } from '../caught.ts';
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
  const inline = parseJson(text);
  if (inline) return inline.value;
  try {
    return JSON.parse(await readFile(text, 'utf8'));
  } catch (error) {
    throw new InputError(`Expected ${option} to be JSON or a JSON file: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Params from a file with a JSON array or JSON lines; '-' is stdin, whose lines are taken as they come.
 *
 * A file is an array when its first line is one and the only one, or is no JSON by itself.
 */
export async function* readFrames(file: string): AsyncGenerator<unknown> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  let number = 0;
  let first: unknown[] | undefined;
  let open: string[] | undefined;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (open) open.push(line);
      else if (line.trim() === '') continue;
      else if (file !== '-' && first === undefined && line.trimStart().startsWith('[') && !parseJson(line))
        open = [line];
      else {
        const params: unknown = JSON.parse(line);
        if (first?.length) yield* first.splice(0);
        if (first === undefined && file !== '-' && Array.isArray(params)) first = [params];
        else {
          first ??= [];
          yield params;
        }
      }
    }
    if (open) yield* JSON.parse(open.join('\n'));
    else for (const only of first ?? []) yield* Object.values(Object(only));
  } catch (error) {
    const where = error instanceof SyntaxError ? ` (line ${open ? brokenLine(open) : number})` : '';
    throw new InputError(`--frames ${file}: ${messageOf(error)}${where}`, { cause: error });
  } finally {
    input.destroy();
  }
}

/** Number of the first line with which the text cannot become JSON any more, by bisection. */
function brokenLine(lines: string[]): number {
  let [whole, broken] = [0, lines.length];
  while (broken - whole > 1) {
    const middle = (whole + broken) >> 1;
    if (canGoOn(lines.slice(0, middle).join('\n'))) whole = middle;
    else broken = middle;
  }
  return broken;
}

/** Whether the text is JSON, or the beginning of one as far as it goes. */
function canGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const position = /at position (\d+)/.exec(messageOf(error))?.[1];
    return position === undefined ? /end of JSON input/.test(messageOf(error)) : Number(position) === text.length;
  }
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
