import { createScanner } from 'jsonc-parser';

/** What a call in JavaScript is given, as far as it can be read without running it. */
export interface CallArguments {
  /** The first argument, an element's id; undefined when it is something else. */
  id: string | undefined;
  /** The arguments behind it, up to the first that is not JSON. */
  values: unknown[];
  /** Whether these are all. */
  complete: boolean;
  /** Where reading stopped. */
  end: number;
}

const ID = /\s*(?:(["'])(?<id>[^"'\\]*)\1|document\.getElementById\(\s*(["'])(?<of>[^"'\\]*)\3\s*\))/y;

/** Reads the arguments of a call from behind its opening parenthesis. */
export function readArguments(script: string, start: number): CallArguments {
  const first = matchAt(ID, script, start);
  const values: unknown[] = [];
  let end = start + (first?.[0].length ?? 0);
  while (first && matchAt(/\s*,/y, script, end)) {
    const value = readJson(script, script.indexOf(',', end) + 1);
    if (!value) break;
    values.push(value.value);
    end = value.end;
  }
  const id = first?.groups?.id ?? first?.groups?.of;
  return { id, values, complete: matchAt(/\s*\)/y, script, end) !== null, end };
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

/** The JSON value at `start`; undefined when there is something else. */
function readJson(text: string, start: number): { value: unknown; end: number } | undefined {
  // The scanner takes a parenthesis behind a word for a part of it.
  const nothing = matchAt(/\s*null\b/y, text, start);
  if (nothing) return { value: null, end: start + nothing[0].length };
  const scanner = createScanner(text, true);
  scanner.setPosition(start);
  let depth = 0;
  do {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === undefined) return undefined;
    if (first === '{' || first === '[') depth++;
    if (first === '}' || first === ']') depth--;
  } while (depth > 0);
  const end = scanner.getPosition();
  try {
    return { value: JSON.parse(text.slice(start, end)), end };
  } catch {
    return undefined;
  }
}
