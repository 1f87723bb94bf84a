import type { Finished } from '../system/processes.ts';
import type { Clock } from '../system/system.ts';
import type { DomainSpec } from '../targets/domain-spec.ts';
import { AttachedConsole, consoleFailure } from './attached-console.ts';
import { Boot } from './boot.ts';
import { ToolstackError } from './codes.ts';
import { type Host, lastLine } from './host.ts';
import { patience } from './patience.ts';
import { PACKETS, script } from './scripts.ts';
import type { Step, Toolstack } from './toolstack.ts';
import type { VifHandshake } from './vif-handshake.ts';

export interface LaunchOptions {
  host: Host;
  toolstack: Toolstack;
  clock: Clock;
  /** Until its router has to run. */
  seconds: number;
  /** Tell apart where the time goes. */
  timeline: boolean;
  /** Aborted when somebody wants to stop. */
  interruption: AbortSignal;
  /** Who does a guest's half of the vif handshake in its place. */
  handshake?: () => VifHandshake;
  /** Does what a guest that has been started waits for. */
  configure?: Configure;
}

/**
 * Gives a domain its configuration, before `expired` settles, and until `decided` does: its console has told what became
 * of it. False: there is nothing that it could tell. Throws XenstoreError.
 */
export type Configure = (domain: number, expired: Promise<void>, decided: Promise<void>) => Promise<boolean>;

/** Milliseconds. */
export interface Phase {
  name: string;
  milliseconds: number | undefined;
}

export interface Launched {
  domid: number | undefined;
  console: string[];
  /** Until its router ran. */
  milliseconds: number;
  /** A stock ClickOS that has no router yet. */
  idle: boolean;
  phases: Phase[];
}

/** How long the first packet is waited for, in milliseconds. */
const PACKET_PATIENCE = 3000;
const PACKET_PAUSE = 50;

/** Starts a domain and waits until its router runs. Throws ToolstackError; then nothing of the domain is left. */
export async function launch(domain: DomainSpec, options: LaunchOptions): Promise<Launched> {
  const { host, toolstack, clock, interruption } = options;
  const phases: Phase[] = [];
  const began = clock.now();
  let at = began;
  const lap = (name: string, now = clock.now()) => {
    phases.push({ name, milliseconds: now - at });
    at = now;
  };
  try {
    const vifsAt = await create(domain, options);
    interruption.throwIfAborted();
    if (vifsAt !== undefined && domain.vifs.length > 0) {
      lap('domain build', vifsAt);
      lap('vif attach');
    } else lap('domain build');
    const { console, boot, idle } = await start(domain, options);
    lap('guest start');
    const milliseconds = at - began;
    if (options.timeline && console.domid !== undefined) {
      phases.push({ name: 'first packet', milliseconds: await firstPacket(host, console.domid, clock) });
    }
    await console.close();
    for (const step of domain.autostart ? await toolstack.autostart(domain) : []) await must(host, step);
    return { domid: console.domid, console: boot.lines, milliseconds, phases, idle };
  } catch (error) {
    await remove(domain, options);
    throw interruption.aborted ? interrupted(domain.name) : error;
  }
}

/** Gives the time at which the toolstack turned to the vifs, where that is asked for. */
async function create(domain: DomainSpec, { host, toolstack, clock, timeline }: LaunchOptions) {
  const verbose = timeline && toolstack.name === 'xl';
  const { command, input = '' } = await toolstack.create(domain, { verbose });
  if (!verbose) {
    created(await host.run(command, { input }), domain.name, toolstack);
    return undefined;
  }
  let vifsAt: number | undefined;
  const onErrors = (text: string) => {
    if (vifsAt === undefined && text.includes('/backend/vif/')) vifsAt = clock.now();
  };
  const running = await host.start(command, () => {}, onErrors);
  running.write(input);
  running.end();
  created(await running.ended, domain.name, toolstack);
  return vifsAt;
}

function created({ exitCode, stderr }: Finished, name: string, { name: tool }: Toolstack): void {
  if (exitCode === 0) return;
  const words = stderr.split('\n').filter((line) => /error/i.test(line));
  // libxl tells consequences after causes.
  const said = words[0] ?? lastLine(stderr) ?? `exit code ${exitCode}`;
  const reason = said.replace(/^(libxl: )?error: (libxl_\w+\.c:[0-9]+:\w+: )?/, '');
  const script = words.map((line) => /script: (.*)/.exec(line)?.[1]).find((text) => text !== undefined);
  const message = `${tool} did not create ${name}: ${script ?? reason}`;
  const hint = `\`${tool}\` says more in /var/log/${tool === 'xl' ? 'xen' : 'libvirt/libxl'} on the host`;
  const lines = stderr.split('\n').filter((line) => line !== '' && !/: (debug|detail): /.test(line));
  throw new ToolstackError('CF7507', message, hint, { lines: lines.slice(0, 8) });
}

async function start(
  { name }: DomainSpec,
  { host, toolstack, clock, seconds, interruption, handshake, configure }: LaunchOptions,
) {
  const boot = new Boot(name);
  const vifs = handshake?.();
  const console: AttachedConsole = await AttachedConsole.open(
    host,
    toolstack,
    name,
    (line) => boot.take(line),
    {
      afterwards: toolstack.unpause(name),
      onAnswer: (answer) => vifs?.take(answer, console),
    },
  );
  let timedOut = false;
  const stop = new AbortController();
  const late = patience(clock, seconds * 1000, stop.signal).then(() => {
    timedOut = true;
  });
  const never = new Promise<never>(() => {});
  const failed = vifs?.failed ?? never;
  const configured = configure && configuring(console, late, boot.decided, configure);
  const how = await Promise.race([
    failed.catch((error: unknown) => ({ error })),
    configured?.then(
      (hasMore) => (hasMore ? never : 'idle'),
      (error: unknown) => ({ error }),
    ) ?? never,
    boot.decided.then(() => 'decided' as const),
    console.ended.then(() => 'ended' as const),
    // Its own words are better than ours.
    late
      .then(() => configured)
      .then(
        () => 'late' as const,
        () => never,
      ),
    aborted(interruption).then(() => 'interrupted' as const),
  ]);
  stop.abort();
  try {
    if (typeof how === 'object') throw how.error;
    if (how === 'interrupted') throw interrupted(name);
    if (how === 'idle') return { console, boot, idle: true };
    if (how === 'ended') {
      const failure = consoleFailure(await console.ended, name);
      if (failure?.code === 'CF7511' || (failure && boot.lines.length === 0)) throw failure;
    }
    const failure = boot.failure(timedOut ? 'late' : how, seconds);
    if (failure) throw failure;
    return { console, boot, idle: false };
  } catch (error) {
    await console.close();
    throw error;
  }
}

async function configuring(
  console: AttachedConsole,
  expired: Promise<void>,
  decided: Promise<void>,
  configure: Configure,
) {
  await console.attached;
  return console.domid === undefined || (await configure(console.domid, expired, decided));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

function interrupted(name: string): ToolstackError {
  const hint = 'nothing of it is left; start it again';
  return new ToolstackError('CF7519', `the launch of ${name} was interrupted`, hint, { kind: 'interrupted' });
}

async function firstPacket(host: Host, domid: number, clock: Clock): Promise<number | undefined> {
  const start = clock.now();
  while (clock.now() - start < PACKET_PATIENCE) {
    const { stdout } = await host.run(script(PACKETS, String(domid)));
    if (Number(stdout) > 0) return clock.now() - start;
    await clock.pause(PACKET_PAUSE);
  }
  return undefined;
}

async function must(host: Host, { command, input = '' }: Step): Promise<void> {
  const { exitCode, stderr } = await host.run(command, { input });
  if (exitCode === 0) return;
  const said = lastLine(stderr) ?? `exit code ${exitCode}`;
  throw new ToolstackError('CF7516', `cannot make it start with the host: ${said}`, 'leave autostart out');
}

/** What is there of a domain goes, but not another one of its name; that it is not there any more is no failure. */
async function remove({ name, uuid }: DomainSpec, { host, toolstack }: LaunchOptions): Promise<void> {
  try {
    const { stdout } = await host.run(toolstack.identify(name));
    if (stdout.toLowerCase().includes(uuid)) await host.run(toolstack.destroy(name));
  } catch {
    // The first failure is the one to tell.
  }
}
