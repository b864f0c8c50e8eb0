import type { StageFault } from './stage-fault.ts';

/** What became of a farm's stages. */
export interface StageHistory {
  /** A stage was replaced. @param fault undefined: it had only grown */
  replaced(fault: StageFault | undefined): void;
  /** A stage could not be had, and is not tried again. @returns how many there are of those */
  givenUp(fault: StageFault): number;
  /** What a caller should know, in words. */
  notes(): string[];
}

export function createHistory(): StageHistory {
  const lost: StageFault[] = [];
  const unstarted: StageFault[] = [];
  const missing: StageFault[] = [];
  let renewed = 0;
  return {
    replaced: (fault) => {
      if (!fault) renewed++;
      else if (fault.kind === 'launch') unstarted.push(fault);
      else lost.push(fault);
    },
    givenUp: (fault) => missing.push(fault),
    notes: () => [
      ...(lost.length === 0 ? [] : [`Stages were lost and their frames drawn again: ${tally(lost)}`]),
      ...(unstarted.length === 0 ? [] : [`Stages did not start at once: ${tally(unstarted)}`]),
      ...(missing.length === 0 ? [] : [`Stages could not be had, the others drew their frames: ${tally(missing)}`]),
      ...(renewed === 0 ? [] : [`Stages that had grown were replaced: ${renewed}`]),
    ],
  };
}

/** "The page crashed (2), not drawn within 30 s (1)" */
function tally(faults: readonly StageFault[]): string {
  const counts = Map.groupBy(faults, ({ message }) => message.split('\n', 1)[0]);
  return [...counts].map(([message, same]) => `${message} (${same.length})`).join(', ');
}
