import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ToolstackError } from '../../toolstack/codes.ts';
import type { Host } from '../../toolstack/host.ts';
import type { Toolstack, ToolstackName } from '../../toolstack/toolstack.ts';
import { dryRunOption } from '../dry-run.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { failure } from '../failure.ts';
import type { Outcome } from '../outcome.ts';
import type { Session } from '../session.ts';

/** Options of every command that works on domains. */
export interface HostOptions {
  host?: string;
  toolstack?: ToolstackName;
  dryRun?: true;
}

export function addHostOptions(command: Command): Command {
  return command
    .option('--host <user@host>', 'host that runs Xen, over ssh (default: this machine)')
    .addOption(new Option('--toolstack <name>', 'default: what the host has').choices(['xl', 'virsh']))
    .addOption(dryRunOption());
}

export function timeoutOption(seconds: number, help: string): Option {
  return new Option('--timeout <seconds>', help).argParser(positiveSeconds).default(seconds);
}

export function positiveSeconds(text: string): number {
  const number = Number(text);
  if (/^[0-9]+(\.[0-9]+)?$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('It has to be a number of seconds.');
}

export function positiveNumber(text: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number above 0.');
}

const EXITS = {
  environment: EXIT.environment,
  timeout: EXIT.timeout,
  findings: EXIT.findings,
  interrupted: EXIT.interrupted,
} as const;

/** What a failure on a host comes to. */
export function outcomeOfFailure(error: ToolstackError): Outcome & { exitCode: ExitCode } {
  const outcome = failure(EXITS[error.kind], error);
  const notes = error.lines.map((message) => ({ message }));
  return { ...outcome, diagnostics: outcome.diagnostics.map((each) => ({ ...each, notes })) };
}

/** Runs `work` on the host that the options name; its failures become the outcome. */
export async function onHost(
  { system }: Session,
  options: HostOptions,
  work: (host: Host, findToolstack: () => Promise<Toolstack>) => Promise<Outcome>,
): Promise<Outcome> {
  const [{ ToolstackError }, { openHost }, { findToolstack }] = await Promise.all([
    import('../../toolstack/codes.ts'),
    import('../../toolstack/host.ts'),
    import('../../toolstack/probe.ts'),
  ]);
  try {
    const host = openHost(system.processes, options.host);
    return await work(host, () => findToolstack(host, options.toolstack));
  } catch (error) {
    if (error instanceof ToolstackError) return outcomeOfFailure(error);
    throw error;
  }
}

/** The outcome of a dry run: the commands that would be started. */
export async function wouldRun(host: Host, commands: readonly (readonly string[])[]): Promise<Outcome> {
  const { shellLine } = await import('../../toolstack/shell-word.ts');
  const lines = commands.map((command) => shellLine(host.words(command)));
  return {
    exitCode: EXIT.ok,
    diagnostics: [],
    result: { wouldRun: lines },
    text: lines.map((line) => `${line}\n`).join(''),
    wanted: true,
  };
}
