import { execFileSync } from 'node:child_process';
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';

/** How blocks are checked that are read by programs, but run by none. Each throws an Error that says what is wrong. */
export const DATA_CHECKS: Readonly<Record<string, (text: string) => void>> = {
  json: (text) => void JSON.parse(text),
  jsonc: (text) => {
    const errors: ParseError[] = [];
    parseJsonc(text, errors, { allowTrailingComma: true });
    for (const { error, offset } of errors) throw new Error(`${printParseErrorCode(error)} at ${text.slice(offset)}`);
  },
  yaml: (text) => {
    for (const { errors } of parseAllDocuments(text)) for (const error of errors) throw error;
  },
  dockerfile: (text) => {
    for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
      const [, instruction, rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
      if (line === '' || line.startsWith('#')) continue;
      if (instruction === undefined || !INSTRUCTIONS.has(instruction)) throw new Error(`No instruction: ${line}`);
      if (instruction === 'RUN') execFileSync('bash', ['-n', '-c', rest], { stdio: 'pipe' });
    }
  },
};

/** https://docs.docker.com/reference/dockerfile */
const INSTRUCTIONS = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);
