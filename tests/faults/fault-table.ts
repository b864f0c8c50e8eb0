import type { Reporter, TestModule } from 'vitest/node';

/** What a test of `tests/faults` did to a render, and what came of it. */
export interface FaultRow {
  /** What went wrong: "renderer killed at the last frame". */
  fault: string;
  /** What was seen: "same bytes, 1 stage replaced". */
  seen: string;
}

declare module 'vitest' {
  interface TaskMeta {
    row?: FaultRow;
  }
}

/** Prints the rows that tests have left in `task.meta.row` as a table, at the end of a run. */
export default class FaultTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => {
        const { row } = test.meta();
        return row ? [{ ...row, ok: test.ok() }] : [];
      }),
    );
    if (rows.length === 0) return;
    const width = Math.max(...rows.map(({ fault }) => fault.length));
    console.log('\nFaults');
    for (const { fault, seen, ok } of rows)
      console.log(`  ${ok ? 'kept  ' : 'BROKEN'}  ${fault.padEnd(width)}  ${seen}`);
  }
}
