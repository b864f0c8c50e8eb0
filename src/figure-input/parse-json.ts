import { getLocation, printParseErrorCode, visit } from 'jsonc-parser';
import { InputError } from '../errors.ts';
import { formatPath } from './format-path.ts';
import type { NamedText } from './read-text.ts';

/** Characters of the text shown before and after a mistake. */
const EXCERPT = 24;

/**
 * `JSON.parse` with errors that name the place.
 *
 * @throws InputError with line, column and the key at which the text stops being JSON
 */
export function parseJson({ name, text }: NamedText): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${name} ${describeMistake(text) ?? 'is not JSON'}`, { cause });
  }
}

interface Mistake {
  code: number;
  offset: number;
  length: number;
}

function describeMistake(text: string): string | undefined {
  const mistake = firstMistake(text);
  if (!mistake) return undefined;
  const { code, offset, length } = mistake;
  const path = getLocation(text, offset).path.filter((key) => key !== '');
  const where = path.length === 0 ? '' : ` in \`${formatPath(path)}\``;
  const place = `${lineAndColumn(text, offset)}${where}`;
  const number = /^-?(NaN|Infinity)\b/.exec(text.slice(offset, offset + 10))?.[0];
  if (number) {
    return `has a ${number} at ${place}, which JSON does not know; fig.write_json() writes null instead, json.dump() does not`;
  }
  const insideSomething = path.length > 0 || /^\s*[[{]\s*$/.test(text);
  const end = text.trimEnd().length;
  if (insideSomething && offset + length >= end) {
    return `ends in the middle${where.replace(' in', ' of')} at ${lineAndColumn(text, end)}: was it written whole?`;
  }
  const problem = printParseErrorCode(code)
    .replace(/(?<=[a-z])[A-Z]/g, ' $&')
    .toLowerCase();
  return `is not JSON: ${problem} at ${place}: ${excerpt(text, offset)}`;
}

function firstMistake(text: string): Mistake | undefined {
  const mistakes: Mistake[] = [];
  const onError = (code: number, offset: number, length: number) => {
    if (mistakes.length === 0) mistakes.push({ code, offset, length });
  };
  try {
    visit(text, { onError }, { disallowComments: true });
  } catch (error) {
    // Thousands of levels deep, the visitor runs out of stack.
    if (!(error instanceof RangeError)) throw error;
  }
  return mistakes[0];
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

function excerpt(text: string, offset: number): string {
  const [start, end] = [Math.max(0, offset - EXCERPT), offset + EXCERPT];
  const shown = text.slice(start, end).replaceAll(/\s+/g, ' ');
  return `${start > 0 ? '…' : ''}${shown}${end < text.length ? '…' : ''}`;
}
