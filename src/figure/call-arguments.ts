import { createScanner } from 'jsonc-parser';

/** What a call in JavaScript is given, as far as it can be read without running it. */
export interface CallArguments {
  /** The first argument, an element's id; undefined when it is something else. */
  id: string | undefined;
  /** The arguments behind it, up to the first that is not JSON. */
  values: unknown[];
  /** Where reading stopped. */
  end: number;
}

/** Reads the arguments of a call from behind its opening parenthesis. */
export function readArguments(script: string, start: number): CallArguments {
  const [first, , id] =
    matchAt(/\s*(?:document\.getElementById\(\s*)?(["'])([^"'\\]*)\1(?:\s*\))?/y, script, start) ?? [];
  let end = start + (first?.length ?? 0);
  const values: unknown[] = [];
  while (id !== undefined && matchAt(/\s*,/y, script, end)) {
    const value = readJson(script, script.indexOf(',', end) + 1);
    if (!value) break;
    values.push(value.value);
    end = value.end;
  }
  return { id, values, end };
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

/** The JSON value at `start`; undefined when there is something else. */
function readJson(text: string, start: number): { value: unknown; end: number } | undefined {
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
