import { extname } from 'node:path';
import { Command, Option } from 'commander';
import type { Diagnostic } from '../../click-config-parser/diagnostic.ts';
import type { DomainSpec } from '../../targets/domain-spec.ts';
import type { Host } from '../../toolstack/host.ts';
import type { Launched, LaunchOptions, Phase } from '../../toolstack/launch.ts';
import type { Probe } from '../../toolstack/probe.ts';
import { addDomainOptions, type DomainOptions, describeDomain } from '../domain-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { type Outcome, Stop } from '../outcome.ts';
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

interface LaunchCommandOptions extends DomainOptions, HostOptions {
  count?: number;
  jobs: number;
  timeout: number;
  timeline?: true;
  handshake: 'guest' | 'toolstack';
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
    .action(run(launchImages));
}

async function launchImages(
  session: Session,
  files: string[],
  options: LaunchCommandOptions,
): Promise<Outcome> {
  const images: Image[] = [];
  for (const file of files)
    images.push(isConfiguration(file) ? await built(session, file, options) : { path: file });
  const described = await Promise.all(images.map(({ path }) => describeAll(session, path, options)));
  const all = described.flatMap((each) => each.domains);
  const domains = options.handshake === 'guest' ? all : await leftToUs(all);
  const parts = [...images, ...described];
  const diagnostics = parts.flatMap((each) => each.diagnostics ?? []);
  const sources = new Map(parts.flatMap((each) => [...(each.sources ?? [])]));
  const outcome = await onHost(session, options, (host) => launchDomains(session, host, domains, options));
  return { ...outcome, sources, diagnostics: [...diagnostics, ...outcome.diagnostics] };
}

/** An image, and what building it told. */
interface Image extends Partial<Pick<Outcome, 'diagnostics' | 'sources'>> {
  path: string;
}

async function leftToUs(domains: DomainSpec[]): Promise<DomainSpec[]> {
  const { leavingHandshake } = await import('../../toolstack/vif-handshake.ts');
  return domains.map(leavingHandshake);
}

function isConfiguration(file: string): boolean {
  return extname(file) === '.click';
}

/** The image that a configuration is built into. Stops with what is wrong with it. */
async function built(session: Session, file: string, { dryRun, base }: LaunchCommandOptions): Promise<Image> {
  if (dryRun) throw new Stop(needsImage(file));
  const { build } = await import('../building/run.ts');
  const outcome = await build(session, [file], base === undefined ? {} : { base });
  if (outcome.exitCode !== EXIT.ok) throw new Stop(outcome);
  return { ...outcome, path: String(outcome.result?.image) };
}

function needsImage(file: string): Outcome {
  const hint = '`clickforge build` makes one';
  return failure(EXIT.usage, {
    code: 'CF8001',
    message: `${file} is no image, and a dry run builds none`,
    hint,
  });
}

/** One description for all domains of an image: their addresses follow from their names. */
async function describeAll(session: Session, image: string, options: LaunchCommandOptions) {
  const first = await described(session, image, options);
  if (options.count === undefined) return { ...first, domains: [first.domain] };
  const { name } = first.domain;
  const names = Array.from({ length: options.count }, (_, index) => `${name}-${index + 1}`);
  const all = await Promise.all(names.map((each) => described(session, image, { ...options, name: each })));
  return { ...first, domains: all.map(({ domain }) => domain) };
}

/** That there are too few vifs is for emit a finding, and here a launch that cannot work. */
async function described(...args: Parameters<typeof describeDomain>) {
  try {
    return await describeDomain(...args);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const { outcome } = error;
    const tooFew = outcome.diagnostics.every(
      ({ code, severity }) => severity !== 'error' || code === 'CF6004',
    );
    throw tooFew ? new Stop({ ...outcome, exitCode: EXIT.environment }) : error;
  }
}

async function launchDomains(
  session: Session,
  host: Host,
  domains: readonly DomainSpec[],
  options: LaunchCommandOptions,
): Promise<Outcome> {
  const { clock } = session.system;
  const started = clock.now();
  const [{ probe }, { preflight, checkMemory }] = await Promise.all([
    import('../../toolstack/probe.ts'),
    import('../../toolstack/preflight.ts'),
  ]);
  const found = await probe(host, options.toolstack, {
    bridges: domains.flatMap(({ vifs }) => vifs.flatMap(({ bridge }) => bridge ?? [])),
    kernels: domains.flatMap(({ kernel, ramdisk }) => (ramdisk === undefined ? [kernel] : [kernel, ramdisk])),
  });
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
  const results = await launchAll(session, host, ready, found, options);
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
  return { ...outcome, result: { ...result, domains, configs: steps.map(({ input }) => input) } };
}

type Result = { domain: DomainSpec; launched: Launched } | { error: Error };

async function launchAll(
  session: Session,
  host: Host,
  domains: readonly DomainSpec[],
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
  const results: Result[] = [];
  const waiting = [...domains];
  const work = async () => {
    for (let domain = waiting.shift(); domain && !interruption.signal.aborted; domain = waiting.shift()) {
      try {
        results.push({ domain, launched: await launch(domain, options) });
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
  const { ToolstackError } = await import('../../toolstack/codes.ts');
  const diagnostics: Diagnostic[] = [];
  let exitCode: ExitCode = EXIT.ok;
  for (const result of results) {
    if (!('error' in result)) continue;
    if (!(result.error instanceof ToolstackError)) throw result.error;
    const failed = outcomeOfFailure(result.error);
    diagnostics.push(...failed.diagnostics);
    if (exitCode === EXIT.ok) exitCode = failed.exitCode;
  }
  const good = results.filter((result) => 'launched' in result);
  const domains = good.map(({ domain, launched: { domid, console, milliseconds, phases } }) => ({
    ...domain,
    domid,
    console,
    milliseconds,
    ...(timeline ? { timeline: [probing, ...phases] } : {}),
  }));
  const lines = domains.map(({ name, domid, timeline: phases }) => {
    const parts = phases === undefined ? '' : phases.map(phaseLine).join('');
    return `${name}: its router runs, in domain ${domid}\n${parts}`;
  });
  if (wanted > 1) lines.push(`${good.length} of ${count(wanted, 'domain')} run\n`);
  return { exitCode, diagnostics, result: { domains }, text: lines.join('') };
}

function phaseLine({ name, milliseconds }: Phase): string {
  const time = milliseconds === undefined ? 'none yet' : `${milliseconds.toFixed(1)} ms`;
  return `  ${name.padEnd(14)} ${time.padStart(10)}\n`;
}
