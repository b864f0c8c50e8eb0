/** How a block is run, where that does not follow from its language: what `<!-- example: … -->` before it says. */
export interface Mark {
  file: string | undefined;
  needs: readonly string[];
  packages: readonly string[];
  standIns: readonly string[];
  after: string | undefined;
  continues: boolean;
  exits: number;
  until: string | undefined;
  runs: string | undefined;
  numbersVary: boolean;
  /** Its types are checked; why it is not run. */
  typesOnly: string | undefined;
  /** Why it is not run. */
  notRun: string | undefined;
}

const NAMES = ['file', 'needs', 'packages', 'stand-in', 'after', 'exits', 'until', 'runs', 'types only'];
const WORDS = ['continues', 'numbers vary'];

/** @param text parts like `needs=fig.json; exits=2`; the reason of `not run: …` is all that follows it @throws Error for a part that is none */
export function parseMark(text: string): Mark {
  const [, before = '', reason] = /^(.*?)(?:not run:(.*))?$/s.exec(text) ?? [];
  const parts = new Map<string, string>();
  for (const part of before.split(';').map((it) => it.trim())) {
    if (part === '') continue;
    const [, name = part, value = ''] = /^([\w -]+)=(.+)$/s.exec(part) ?? [];
    if (!(value === '' ? WORDS : NAMES).includes(name))
      throw new Error(`Not known in a comment about a block: ${part}`);
    parts.set(name, value);
  }
  if (reason?.trim() === '') throw new Error('`not run:` needs a reason');
  const list = (name: string) => (parts.get(name) ?? '').split(/[\s,]+/).filter((it) => it !== '');
  return {
    file: parts.get('file'),
    needs: list('needs'),
    packages: list('packages'),
    standIns: list('stand-in'),
    after: parts.get('after'),
    continues: parts.has('continues'),
    exits: Number(parts.get('exits') ?? 0),
    until: parts.get('until'),
    runs: parts.get('runs'),
    numbersVary: parts.has('numbers vary'),
    typesOnly: parts.get('types only'),
    notRun: reason?.trim().replaceAll(/\s+/g, ' '),
  };
}
