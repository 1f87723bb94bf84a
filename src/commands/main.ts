import { type Command, CommanderError } from 'commander';
import type { System } from '../system/system.ts';
import { outcomeOf } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { type CommonOptions, makeProgram } from './program.ts';
import type { Installation, Session } from './session.ts';
import { type Presentation, show } from './show.ts';
import type { Stopwatch } from './stopwatch.ts';
import { usageOutcome } from './usage.ts';

/** Runs one command line (without program name) to its end; gives the exit code. Never throws. */
export async function main(
  args: string[],
  system: System,
  installation: Installation,
  stopwatch: Stopwatch,
): Promise<number> {
  const session: Session = { system, installation, stopwatch };
  // Click's options are not ours: -h reads a handler, -q does not run.
  if (args[0] === 'click') return runClick(session, args.slice(1));
  const { command, options, outcome } = await perform(args, session);
  await show(outcome, presentation(command, options, system), system);
  return outcome.exitCode;
}

async function runClick(session: Session, args: string[]): Promise<number> {
  try {
    const { click } = await import('./click/click.ts');
    return await click(session, args);
  } catch (error) {
    const outcome = outcomeOf(error);
    await show(outcome, presentation('click', {}, session.system), session.system);
    return outcome.exitCode;
  }
}

interface Performed {
  command: string;
  options: CommonOptions;
  outcome: Outcome;
}

async function perform(args: string[], session: Session): Promise<Performed> {
  let performed: Performed | undefined;
  const program = makeProgram(session, args[0], (command, outcome) => {
    performed = { command: pathOf(command), options: command.optsWithGlobals(), outcome };
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return performed!;
  } catch (error) {
    const outcome = error instanceof CommanderError ? usageOutcome(program, error, args) : outcomeOf(error);
    return { command: wordsBeforeOptions(args), options: guessOptions(args), outcome };
  }
}

function pathOf(command: Command): string {
  return command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function wordsBeforeOptions(args: string[]): string {
  return args[0] === undefined || args[0].startsWith('-') ? '' : args[0];
}

/** How to answer a command line that could not be read. */
function guessOptions(args: string[]): CommonOptions {
  const end = args.indexOf('--');
  const before = end < 0 ? args : args.slice(0, end);
  const color = before.includes('--no-color') ? false : undefined;
  return { ...(before.includes('--json') ? { json: true } : {}), ...(color === false ? { color } : {}) };
}

function presentation(command: string, options: CommonOptions, system: System): Presentation {
  return {
    command,
    json: options.json === true,
    sarif: options.sarif === true,
    annotations: options.annotations,
    quiet: options.quiet === true,
    get color() {
      return wantsColor(options.color, system);
    },
  };
}

function wantsColor(choice: CommonOptions['color'], { environment, errors }: System): boolean {
  if (choice === 'always') return true;
  if (choice === 'never' || choice === false) return false;
  return !environment.NO_COLOR && environment.TERM !== 'dumb' && errors.isTerminal;
}
