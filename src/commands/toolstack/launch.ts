import { Command, Option } from 'commander';
import type { Diagnostic } from '../../click-config-parser/diagnostic.ts';
import type { Delivery } from '../../image/index.ts';
import type { DomainSpec } from '../../targets/domain-spec.ts';
import type { Host } from '../../toolstack/host.ts';
import type { Launched, LaunchOptions, Phase } from '../../toolstack/launch.ts';
import type { Probe } from '../../toolstack/probe.ts';
import { outcomeOfXenstore } from '../clickos/clickos-options.ts';
import { deliveryOption } from '../delivery.ts';
import { addDomainOptions, type DomainOptions } from '../domain-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Runner } from '../program.ts';
import type { Session } from '../session.ts';
import { count } from '../words.ts';
import {
  addHostOptions,
  type HostOptions,
  onHost,
  outcomeOfFailure,
  positiveNumber,
  timeoutOption,
  wouldRun,
} from './host-options.ts';
import { type Prepared, prepareImages } from './launch-images.ts';
import { asScript, configureClickos } from './stock-clickos.ts';

export interface LaunchCommandOptions extends DomainOptions, HostOptions {
  count?: number;
  delivery?: Delivery;
  jobs: number;
  timeout: number;
  timeline?: true;
  handshake: 'guest' | 'toolstack';
  script?: true;
  output?: string;
}

/** Seconds. */
const PATIENCE = 30;
/** libxl lets one domain at a time be built; the rest of their starts can overlap. */
const JOBS = 4;

export function launchCommand(run: Runner): Command {
  const command = new Command('launch')
    .description('start a domain from an image, and wait until its router runs')
    .argument(
      '<images...>',
      'images to start, each as a domain; a configuration is built first, as by build',
    );
  return addHostOptions(addDomainOptions(command))
    .option('--count <number>', 'start so many domains of each image: NAME-1, NAME-2, …', positiveNumber)
    .option('--jobs <number>', 'most domains that are started at the same time', positiveNumber, JOBS)
    .addOption(timeoutOption(PATIENCE, 'time until a router has to run'))
    .option('--timeline', 'show where the time went')
    .addOption(
      new Option(
        '--handshake <side>',
        'who connects the vifs: toolstack, and the guest never speaks to Xenstore',
      )
        .choices(['guest', 'toolstack'])
        .default('guest'),
    )
    .addOption(deliveryOption())
    .option('--script', 'of a configuration for a stock ClickOS: write a shell script that does the same')
    .option('-o, --output <file>', 'file for the script instead of standard output')
    .action(run(launchImages));
}

async function launchImages(
  session: Session,
  files: string[],
  options: LaunchCommandOptions,
): Promise<Outcome> {
  const prepared = await prepareImages(session, files, options);
  const { diagnostics, sources } = prepared;
  const outcome = options.script
    ? await asScript(session, prepared, options)
    : await onHost(session, options, (host) => launchDomains(session, host, prepared, options));
  return { ...outcome, sources, diagnostics: [...diagnostics, ...outcome.diagnostics] };
}

async function launchDomains(
  session: Session,
  host: Host,
  { domains, stock }: Prepared,
  options: LaunchCommandOptions,
): Promise<Outcome> {
  const { clock } = session.system;
  const started = clock.now();
  const [{ probe }, { preflight, checkMemory }] = await Promise.all([
    import('../../toolstack/probe.ts'),
    import('../../toolstack/preflight.ts'),
  ]);
  const things = {
    bridges: domains.flatMap(({ vifs }) => vifs.flatMap(({ bridge }) => bridge ?? [])),
    kernels: domains.flatMap(({ kernel, ramdisk }) => (ramdisk === undefined ? [kernel] : [kernel, ramdisk])),
  };
  let found = await probe(host, options.toolstack, things);
  const taken = domains.filter(({ name }) => found.names.has(name));
  if (taken.length > 0 && !options.dryRun) {
    const { removeUnstarted } = await import('../../toolstack/unstarted.ts');
    const removed = await removeUnstarted(host, found.toolstack, clock, taken);
    if (removed.length > 0) found = await probe(host, options.toolstack, things);
  }
  const memory = checkMemory(domains, host, found);
  const verdicts = domains.map((domain) => {
    const errors = [...preflight(domain, host, found), ...memory];
    found.names.add(domain.name);
    return errors;
  });
  if (memory.length > 0 || verdicts.every((each) => each.length > 0)) {
    return refused([...new Map(verdicts.flat().map((each) => [each.message, each])).values()]);
  }
  const probing: Phase = { name: 'toolstack', milliseconds: clock.now() - started };
  const ready = domains.filter((_, index) => verdicts[index]!.length === 0);
  if (options.dryRun) return dryRun(host, ready, found);
  const results = await launchAll(session, host, { domains: ready, stock }, found, options);
  const early = verdicts.flatMap((errors) => errors.slice(0, 1)).map((error) => ({ error }));
  return told([...early, ...results], domains.length, probing, options);
}

function refused(errors: Parameters<typeof outcomeOfFailure>[0][]): Outcome {
  const outcomes = errors.map(outcomeOfFailure);
  return { ...outcomes[0]!, diagnostics: outcomes.flatMap(({ diagnostics }) => diagnostics) };
}

async function dryRun(host: Host, domains: readonly DomainSpec[], { toolstack }: Probe): Promise<Outcome> {
  const steps = await Promise.all(domains.map((domain) => toolstack.create(domain)));
  const commands = steps.flatMap(({ command }, index) => [command, toolstack.unpause(domains[index]!.name)]);
  const { result, ...outcome } = await wouldRun(host, commands);
  return {
    ...outcome,
    result: { ...result, domains, configs: steps.map(({ command, input }) => input ?? command.at(-1)) },
  };
}

type Result = { domain: DomainSpec; launched: Launched } | { error: Error };

async function launchAll(
  session: Session,
  host: Host,
  { domains, stock }: Pick<Prepared, 'domains' | 'stock'>,
  { toolstack }: Probe,
  command: LaunchCommandOptions,
): Promise<Result[]> {
  const { launch } = await import('../../toolstack/launch.ts');
  const { system } = session;
  const { jobs, timeout, timeline } = command;
  const interruption = new AbortController();
  const release = system.onInterrupt(() => interruption.abort());
  const options: LaunchOptions = {
    host,
    toolstack,
    clock: system.clock,
    seconds: timeout,
    timeline: timeline === true,
    interruption: interruption.signal,
    ...(await handshakeOf(session, host, command)),
  };
  const later = async (domain: DomainSpec) =>
    stock.has(domain)
      ? { configure: await configureClickos(session, host, command.host !== undefined, stock.get(domain)) }
      : {};
  const results: Result[] = [];
  const waiting = [...domains];
  const work = async () => {
    for (let domain = waiting.shift(); domain && !interruption.signal.aborted; domain = waiting.shift()) {
      try {
        results.push({ domain, launched: await launch(domain, { ...options, ...(await later(domain)) }) });
      } catch (error) {
        results.push({ error: error as Error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, domains.length) }, work));
  release();
  return results;
}

async function handshakeOf(
  { system }: Session,
  host: Host,
  { handshake, host: remote, timeout }: LaunchCommandOptions,
): Promise<Pick<LaunchOptions, 'handshake'>> {
  if (handshake === 'guest') return {};
  const [{ VifHandshake }, { openXenstore }] = await Promise.all([
    import('../../toolstack/vif-handshake.ts'),
    import('../../toolstack/open-xenstore.ts'),
  ]);
  const open = () => openXenstore(system, host, remote !== undefined);
  return { handshake: () => new VifHandshake(open, system.clock, timeout) };
}

async function told(
  results: Result[],
  wanted: number,
  probing: Phase,
  { timeline }: LaunchCommandOptions,
): Promise<Outcome> {
  const diagnostics: Diagnostic[] = [];
  const outcomeOfError = await failures();
  let exitCode: ExitCode = EXIT.ok;
  for (const result of results) {
    if (!('error' in result)) continue;
    const failed = outcomeOfError(result.error);
    diagnostics.push(...failed.diagnostics);
    if (exitCode === EXIT.ok) exitCode = failed.exitCode;
  }
  const good = results.filter((result) => 'launched' in result);
  const domains = good.map(({ domain, launched: { domid, console, milliseconds, phases, idle } }) => ({
    ...domain,
    domid,
    console,
    milliseconds,
    ...(idle ? { idle } : {}),
    ...(timeline ? { timeline: [probing, ...phases] } : {}),
  }));
  const lines = domains.map(({ name, domid, idle, timeline: phases }) => {
    const parts = phases === undefined ? '' : phases.map(phaseLine).join('');
    const state = idle ? 'waits for its configuration' : 'its router runs';
    return `${name}: ${state}, in domain ${domid}\n${parts}`;
  });
  if (wanted > 1) lines.push(`${good.length} of ${count(wanted, 'domain')} run\n`);
  return { exitCode, diagnostics, result: { domains }, text: lines.join('') };
}

/** Tells what a failure comes to; a defect of ours is thrown. */
async function failures() {
  const [{ ToolstackError }, { XenstoreError }] = await Promise.all([
    import('../../toolstack/codes.ts'),
    import('../../xenstore/error.ts'),
  ]);
  return (error: Error) => {
    if (error instanceof ToolstackError) return outcomeOfFailure(error);
    if (error instanceof XenstoreError) return outcomeOfXenstore(error);
    throw error;
  };
}

function phaseLine({ name, milliseconds }: Phase): string {
  const time = milliseconds === undefined ? 'none yet' : `${milliseconds.toFixed(1)} ms`;
  return `  ${name.padEnd(14)} ${time.padStart(10)}\n`;
}
