import { InputError } from '../errors.ts';

/** Problems shown at once: a mistake made in every frame need not be read a thousand times. */
const MAX_LISTED = 20;

/** What is wrong with a figure; of millions of problems the first are kept, and their number. */
export interface ProblemList {
  add(problems: Iterable<string>): void;
  /** @throws InputError when there is a problem */
  throwIfAny(): void;
}

export function problemList(): ProblemList {
  const listed: string[] = [];
  let rest = 0;
  return {
    add: (problems) => {
      for (const problem of problems) {
        if (listed.length < MAX_LISTED) listed.push(problem);
        else rest++;
      }
    },
    throwIfAny: () => {
      if (listed.length > 0) throw new InputError(rest > 0 ? [...listed, `… and ${rest} more`] : listed);
    },
  };
}
