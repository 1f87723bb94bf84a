import { Command, Option } from 'commander';
import { VERSION } from '../version.ts';
import type { AnnotationService } from './annotations-option.ts';
import { buildCommand } from './build.ts';
import { bundleCommand } from './bundle/bundle.ts';
import { verifyCommand } from './bundle/verify.ts';
import { checkCommand } from './check.ts';
import { clickCommand } from './click-command.ts';
import { injectCommand } from './clickos/inject.ts';
import { routersCommand, startCommand, uninstallCommand } from './clickos/routers.ts';
import { elementsCommand } from './elements.ts';
import { emitCommand } from './emit.ts';
import { explainCommand } from './explain.ts';
import { extractCommand } from './extract.ts';
import { flattenCommand } from './flatten.ts';
import { formatCommand } from './format.ts';
import { graphCommand } from './graph.ts';
import { inspectCommand } from './inspect.ts';
import { lspCommand } from './lsp.ts';
import type { Outcome } from './outcome.ts';
import { registerCommand, unregisterCommand } from './register/register.ts';
import type { Session } from './session.ts';
import { simulateCommand } from './simulate.ts';
import { controlCommand } from './toolstack/control.ts';
import {
  consoleCommand,
  destroyCommand,
  listCommand,
  logsCommand,
  statusCommand,
  stopCommand,
} from './toolstack/domain-commands.ts';
import { launchCommand } from './toolstack/launch.ts';
import { topCommand, watchCommand } from './toolstack/watch.ts';

/** A command's work: arguments as commander gives them, options last. */
export type Work<Args extends unknown[]> = (session: Session, ...args: Args) => Promise<Outcome>;

/** Turns a command's work into a commander action. */
export type Runner = <Args extends unknown[]>(work: Work<Args>) => (...args: Args) => Promise<void>;

/** Options that every command has. */
export interface CommonOptions {
  json?: true;
  /** Of commands that check configurations. */
  sarif?: true;
  annotations?: AnnotationService;
  quiet?: true;
  color?: 'auto' | 'always' | 'never' | false;
}

const COMMANDS: Readonly<Record<string, (run: Runner) => Command>> = {
  check: checkCommand,
  build: buildCommand,
  inspect: inspectCommand,
  extract: extractCommand,
  emit: emitCommand,
  elements: elementsCommand,
  explain: explainCommand,
  flatten: flattenCommand,
  format: formatCommand,
  graph: graphCommand,
  lsp: lspCommand,
  simulate: simulateCommand,
  launch: launchCommand,
  list: listCommand,
  status: statusCommand,
  console: consoleCommand,
  logs: logsCommand,
  stop: stopCommand,
  destroy: destroyCommand,
  control: controlCommand,
  watch: watchCommand,
  top: topCommand,
  bundle: bundleCommand,
  verify: verifyCommand,
  register: registerCommand,
  unregister: unregisterCommand,
  click: clickCommand,
  inject: injectCommand,
  routers: routersCommand,
  start: startCommand,
  uninstall: uninstallCommand,
};

/**
 * The command line as commander describes it: of one command when `first`, the first argument, names it, else of all.
 * `finish` gets the command that ran and its outcome.
 */
export function makeProgram(
  session: Session,
  first: string | undefined,
  finish: (command: Command, outcome: Outcome) => void,
): Command {
  const program = new Command('clickforge')
    // An option belongs to the command that it follows: one of the same name can be there at several levels.
    .enablePositionalOptions();
  const run: Runner =
    (work) =>
    async (...args) => {
      session.stopwatch.lap('command line');
      const command = (args as unknown[]).at(-1) as Command;
      refuseSeveralForms(command);
      finish(command, await work(session, ...args));
    };
  const isNamed = first !== undefined && Object.hasOwn(COMMANDS, first);
  for (const name of isNamed ? [first] : Object.keys(COMMANDS)) program.addCommand(COMMANDS[name]!(run));
  // Before a command that comes first there is no option.
  if (!isNamed) describeProgram(program);
  for (const command of allCommands(program)) {
    if (command !== program || !isNamed) addCommonOptions(command);
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  }
  return program;
}

function describeProgram(program: Command): void {
  program
    .description('Turns a Click router configuration into a Xen unikernel image that already holds it.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command');
}

function refuseSeveralForms(command: Command): void {
  const { json, sarif, annotations } = command.optsWithGlobals<CommonOptions>();
  const forms = [sarif && '--sarif', json && '--json', annotations && '--annotations'].filter(Boolean);
  if (forms.length > 1) command.error(`error: ${forms.join(' and ')} exclude each other`);
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

function addCommonOptions(command: Command): void {
  command
    .option('--json', 'print one JSON document for machines')
    .option('-q, --quiet', 'print nothing but findings')
    .addOption(new Option('--color <when>', 'colour the findings').choices(['auto', 'always', 'never']))
    .addOption(new Option('--no-color', 'the same as --color never').hideHelp());
}
