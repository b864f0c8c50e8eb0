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
  let isJson = true;
  while (first && isJson && matchAt(/\s*,/y, script, end)) {
    const read = readJson(script, script.indexOf(',', end) + 1);
    end = read.end;
    isJson = read.isJson;
    if (read.isJson) values.push(read.value);
  }
  const id = first?.groups?.id ?? first?.groups?.of;
  return { id, values, complete: isJson && matchAt(/\s*\)/y, script, end) !== null, end };
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

type Read = { isJson: true; value: unknown; end: number } | { isJson: false; end: number };

/** The JSON value at `start`, or where that ends which is none: nothing is read twice. */
function readJson(text: string, start: number): Read {
  // The scanner takes a parenthesis behind a word for a part of it.
  const nothing = matchAt(/\s*null\b/y, text, start);
  if (nothing) return { isJson: true, value: null, end: start + nothing[0].length };
  const scanner = createScanner(text, true);
  scanner.setPosition(start);
  let depth = 0;
  do {
    scanner.scan();
    const first = text[scanner.getTokenOffset()];
    if (first === undefined) return { isJson: false, end: text.length };
    if (first === '{' || first === '[') depth++;
    if (first === '}' || first === ']') depth--;
  } while (depth > 0);
  const end = scanner.getPosition();
  try {
    return { isJson: true, value: JSON.parse(text.slice(start, end)), end };
  } catch {
    return { isJson: false, end };
  }
}
