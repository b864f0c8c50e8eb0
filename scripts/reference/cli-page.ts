import type { Argument, Command, Option } from 'commander';
import { EXIT_CODES } from '../../src/cli/exit.ts';
import { createProgram } from '../../src/cli/program.ts';
import { code, page, prose, signatureBlock, table } from './markdown.ts';

/** The reference of the command line, read off the program that parses it. */
export function cliPage(): string {
  const program = createProgram({}, () => {});
  const commands = program.createHelp().visibleCommands(program);
  const shown = commands.filter((command) => command.name() !== 'help');
  return page([
    '# Command line',
    'Made from the program itself, by `npm run docs:reference`. `plotreel COMMAND --help` says the same.',
    table(
      ['command', ''],
      shown.map((command) => [
        `[${code(`plotreel ${command.name()}`)}](#plotreel-${command.name()})`,
        description(command),
      ]),
    ),
    ...shown.map(commandSection),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      EXIT_CODES.map(({ code: exitCode, meaning }) => [String(exitCode), prose(meaning)]),
    ),
  ]);
}

function commandSection(command: Command): string {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  const groups = Map.groupBy(options, ({ helpGroupHeading }) => helpGroupHeading ?? 'Options:');
  return [
    `## plotreel ${command.name()}`,
    `${capital(description(command))}.`,
    signatureBlock('sh', `plotreel ${command.name()} ${command.usage()}`),
    table(['argument', ''], command.registeredArguments.map(argumentRow)),
    ...[...groups].map(([heading, listed]) =>
      table([heading.replace(/:$/, '').toLowerCase(), ''], listed.map(optionRow)),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function description(command: Command): string {
  return prose(command.description());
}

function argumentRow(argument: Argument): [string, string] {
  return [code(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`), prose(argument.description)];
}

function optionRow(option: Option): [string, string] {
  const { flags, description, mandatory, defaultValue } = option;
  const value = defaultValue === undefined || option.negate ? '' : ` (default: ${defaultValue})`;
  return [code(flags), `${mandatory ? '**required**; ' : ''}${prose(description + value)}`];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
