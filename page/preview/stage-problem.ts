import type { Problem } from '../../src/preview/protocol.ts';

/** What is wrong with what is to be shown. */
export class StageProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}
