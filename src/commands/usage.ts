import type { Command, CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import type { Outcome } from './outcome.ts';

/** What commander's refusals, help and version come to. */
export function usageOutcome(program: Command, error: CommanderError, args: string[]): Outcome {
  switch (error.code) {
    case 'commander.version':
      return answer(`${program.version()}\n`);
    case 'commander.helpDisplayed':
      return answer(commandAt(program, args).helpInformation());
    case 'commander.help':
      return {
        ...answer(commandAt(program, args).helpInformation()),
        exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.usage,
      };
    default:
      return refusal(error, commandAt(program, args));
  }
}

function answer(text: string): Outcome {
  return { exitCode: EXIT.ok, diagnostics: [], text, wanted: true };
}

function refusal(error: CommanderError, command: Command): Outcome {
  const [first = '', ...more] = error.message.split('\n');
  const suggestion = /\(Did you mean (.*)\?\)/.exec(more.join(' '))?.[1];
  const hint = suggestion
    ? `did you mean ${suggestion}?`
    : `\`${pathOf(command)} --help\` tells what there is`;
  return usageError('CF8001', first.replace(/^error: /, ''), hint);
}

function usageError(code: string, message: string, hint: string): Outcome {
  return failure(EXIT.usage, { code, message, hint });
}

/** The command that the words lead to, as in `emit xl …` or `help emit xl`. */
function commandAt(program: Command, args: string[]): Command {
  let command = program;
  for (const word of args[0] === 'help' ? args.slice(1) : args) {
    const next = command.commands.find((each) => each.name() === word);
    if (!next) break;
    command = next;
  }
  return command;
}

/** `clickforge emit xl` */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
