import { Command, Option } from 'commander';
import type { Control } from '../../toolstack/control.ts';
import { EXIT } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Runner, Work } from '../program.ts';
import { routerOption } from '../router-option.ts';
import type { Session } from '../session.ts';
import { asBytes, asText } from '../words.ts';
import { addHostOptions, type HostOptions, onHost, timeoutOption, wouldRun } from './host-options.ts';

export interface ControlOptions extends HostOptions {
  timeout: number;
}

interface WayOptions extends ControlOptions {
  through: 'console' | 'xenstore';
  router?: number;
}

/** Seconds that a router may take to answer. */
const PATIENCE = 5;

export function addControlOptions(command: Command): Command {
  return addHostOptions(command).addOption(timeoutOption(PATIENCE, 'time that an answer may take'));
}

export function controlCommand(run: Runner): Command {
  // The domain comes before the verb, as in `control firewall read counter.count`.
  const command = new Command('control')
    .description('read, write and list handlers of a running router, over its console')
    .argument('<domain>', 'name of the domain')
    .argument('<verb...>', 'read HANDLER…, write HANDLER VALUE, or list [ELEMENT]')
    .action(run(control));
  return addControlOptions(command)
    .addOption(
      new Option('--through <way>', 'a stock ClickOS is spoken to through Xenstore')
        .choices(['console', 'xenstore'])
        .default('console'),
    )
    .addOption(routerOption('which of the routers in a stock ClickOS (default: the only one)'));
}

interface Asked {
  handler: string;
  value?: string;
}

const control: Work<[string, string[], WayOptions]> = async (
  session,
  name,
  [verb = '', ...words],
  options,
) => {
  const asked = requestsOf(verb, words);
  if (typeof asked === 'string') return usage(asked);
  const work = async (router: Pick<Control, 'read' | 'write'>) => {
    const answers: { handler: string; value: string }[] = [];
    for (const { handler, value } of asked) {
      const answer =
        value === undefined
          ? await router.read(asBytes(handler))
          : await router.write(asBytes(handler), asBytes(value));
      answers.push({ handler, value: asText(answer) });
    }
    const text = answers.map((answer) => shown(answer, answers.length > 1, verb)).join('');
    return {
      exitCode: EXIT.ok,
      diagnostics: [],
      result: { domain: name, answers },
      text,
      wanted: verb !== 'write',
    };
  };
  if (options.through === 'console') return withControl(session, name, options, work);
  if (verb === 'list') return usage('a stock ClickOS lists no handlers');
  const { withStoredHandlers } = await import('../clickos/handlers.ts');
  return withStoredHandlers(session, name, options, work);
};

/** What is to be asked, or what is wrong with the words. */
function requestsOf(verb: string, words: string[]): Asked[] | string {
  const [first, ...rest] = words;
  switch (verb) {
    case 'read':
      return first === undefined
        ? 'read what? name a handler, as counter.count'
        : words.map((handler) => ({ handler }));
    case 'write':
      return first === undefined
        ? 'write what? name a handler, and its value'
        : [{ handler: first, value: rest.join(' ') }];
    case 'list':
      if (rest.length > 0) return 'list takes one element, or none';
      return [{ handler: first === undefined ? 'list' : `${first.replace(/\.handlers$/, '')}.handlers` }];
    default:
      return `${verb} is none of read, write and list`;
  }
}

function shown({ handler, value }: { handler: string; value: string }, named: boolean, verb: string): string {
  // The first line of the list of elements is their number.
  const text = verb === 'list' ? value.replace(/^[0-9]+\n/, '') : value;
  const line = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  if (!named) return line;
  return line.includes('\n', 0) && line.indexOf('\n') < line.length - 1
    ? `${handler}:\n${line}`
    : `${handler}: ${line}`;
}

function usage(message: string): Outcome {
  const hint = '`clickforge control --help` tells what there is';
  return {
    exitCode: EXIT.usage,
    diagnostics: [{ code: 'CF8001', severity: 'error', message: asBytes(message), hint }],
  };
}

/** Speaks with a domain's router; the console is free again in the end. */
export function withControl(
  session: Session,
  name: string,
  options: ControlOptions,
  work: (router: Control) => Promise<Outcome>,
): Promise<Outcome> {
  return onHost(session, options, async (host, findToolstack) => {
    const toolstack = await findToolstack();
    const { ATTACH, script } = await import('../../toolstack/scripts.ts');
    if (options.dryRun) return wouldRun(host, [script(ATTACH, toolstack.name, name)]);
    const { Control } = await import('../../toolstack/control.ts');
    const { clock } = session.system;
    const router = await Control.open(host, toolstack, name, { clock, seconds: options.timeout });
    try {
      return await work(router);
    } finally {
      await router.close();
    }
  });
}
