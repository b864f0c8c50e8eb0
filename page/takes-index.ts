type Update = (...args: never[]) => unknown;

/**
 * Whether a scene's `update` can see the index of its frame, its third argument. In doubt it can. What `length` tells is not
 * enough: it counts parameters up to the first that has a default.
 */
export function takesIndex(update: Update): boolean {
  if (update.length > 2) return true;
  const text = Function.prototype.toString.call(update);
  // Of a bound function, say, there is no text.
  if (/\barguments\b|\[native code\]/.test(text)) return true;
  const open = text.indexOf('(');
  // figure => …
  if (open === -1 || text.slice(0, open).includes('=>')) return false;
  const [parameters, closed] = listInParentheses(text.slice(open + 1));
  return !closed || parameters.length > 2 || parameters.some((parameter) => parameter.startsWith('...'));
}

/** What stands between commas, up to the parenthesis that closes the list; texts and comments are not read. */
function listInParentheses(text: string): [items: string[], closed: boolean] {
  const items = [''];
  let depth = 0;
  for (const character of text) {
    if ('\'"`/'.includes(character)) break;
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character) && --depth < 0) return [items.map((item) => item.trim()).filter(Boolean), true];
    if (character === ',' && depth === 0) items.push('');
    else items.push(`${items.pop()}${character}`);
  }
  return [items, false];
}
