import { styleText } from 'node:util';
import { canRender, type Finding } from './finding.ts';

const COLOURS = { ok: 'green', absent: 'gray', warning: 'yellow', problem: 'red' } as const;

/** The findings as aligned text, for people. @param stream where it will be printed: coloured when that is a terminal */
export function formatReport(findings: readonly Finding[], stream: NodeJS.WritableStream = process.stdout): string {
  const statusWidth = Math.max(...findings.map(({ status }) => status.length));
  const areaWidth = Math.max(...findings.map(({ area }) => area.length));
  const indent = ' '.repeat(statusWidth + areaWidth + 4);
  const lines = findings.flatMap(({ area, status, text, advice }) => {
    const coloured = styleText(COLOURS[status], status.padEnd(statusWidth), { stream });
    const [first = '', ...rest] = text.split('\n');
    const advised = advice?.split('\n').map((line, i) => `${i === 0 ? '> ' : '  '}${line}`) ?? [];
    return [`${coloured}  ${area.padEnd(areaWidth)}  ${first}`, ...[...rest, ...advised].map((line) => indent + line)];
  });
  return [...lines, '', verdict(findings)].join('\n');
}

function verdict(findings: readonly Finding[]): string {
  const areas = (status: Finding['status']) => findings.filter((it) => it.status === status).map(({ area }) => area);
  if (!canRender(findings)) return `plotreel cannot render here, because of: ${areas('problem').join(', ')}`;
  const warnings = areas('warning');
  return `plotreel can render here${warnings.length === 0 ? '' : `; warnings: ${warnings.join(', ')}`}`;
}
