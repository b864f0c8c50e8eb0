import type { Results } from './results.ts';
import { listNotes, listTables, machineLines, type Table } from './tables.ts';

/** The results for a terminal. */
export function textReport(results: Results): string {
  const parts = [
    machineLines(results).join('\n'),
    ...listTables(results).map(textTable),
    listNotes(results).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function textTable({ title, header, rows }: Table): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  };
  return [title, ...lines.map((cells) => `  ${cells.map(pad).join('  ')}`)].join('\n');
}
