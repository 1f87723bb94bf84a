import { simulatorAbi } from '../../../generated/abi.js';
import { readPlan } from '../../plan/index.ts';
import type { Router } from '../../router/index.ts';
import { drive } from '../../simulator/drive.ts';
import { fileOpener } from '../../simulator/elements/index.ts';
import { SimulatorError } from '../../simulator/error.ts';
import { openSink, openSource, saveFile } from '../../simulator/files.ts';
import { parseHandler } from '../../simulator/handlers.ts';
import { PlanReader } from '../../simulator/reconfigure.ts';
import { Simulation } from '../../simulator/simulation.ts';
import type { System } from '../../system/system.ts';
import { EXIT } from '../exit-code.ts';
import { asText } from '../words.ts';
import { Control } from './control/control.ts';
import { ControlSockets } from './control/control-sockets.ts';
import { EXIT_HANDLER_FAILED, exitStatusOf } from './exit-status.ts';
import { flatConfiguration } from './flat-configuration.ts';
import { NOT_INITIALIZED } from './load.ts';
import { argumentMessage, type Landmarks, printElement } from './messages.ts';
import type { ClickOptions } from './options.ts';
import { readHandlers } from './read-handlers.ts';

export interface Runnable {
  text: string;
  plan: Uint8Array;
  router: Router;
  landmarks: Landmarks;
}

/** A router on its way from the start to the exit code. */
export class ClickRun {
  readonly #system: System;
  readonly #options: ClickOptions;
  readonly #simulation: Simulation;
  readonly #runnable: Runnable;
  readonly #sockets: ControlSockets;

  private constructor(
    system: System,
    options: ClickOptions,
    simulation: Simulation,
    runnable: Runnable,
    sockets: ControlSockets,
  ) {
    this.#system = system;
    this.#options = options;
    this.#simulation = simulation;
    this.#runnable = runnable;
    this.#sockets = sockets;
  }

  /** Undefined: an element refuses to start, which has been said. */
  static async start(
    system: System,
    module: WebAssembly.Module,
    runnable: Runnable,
    options: ClickOptions,
  ): Promise<ClickRun | undefined> {
    const { plan } = runnable;
    const sockets = await ControlSockets.open(system, readPlan(plan, simulatorAbi), plan);
    try {
      const simulation = startSimulation(system, module, plan, options, sockets);
      sockets.serve(new Control(simulation, configurations(runnable)));
      return new ClickRun(system, options, simulation, runnable, sockets);
    } catch (error) {
      sockets.close();
      if (!(error instanceof SimulatorError)) throw error;
      say(system, startFailure(error.message, runnable) + NOT_INITIALIZED);
      return undefined;
    }
  }

  /** Runs until an element stops the router, a signal comes, or nothing can happen any more. */
  async drive(): Promise<void> {
    const { clock } = this.#system;
    const began = clock.now();
    const used = clock.processor();
    const isEmpty = this.#runnable.router.elements.length === 0;
    if (!this.#options.quit && !isEmpty) await this.#runToEnd();
    else if (!this.#options.quit && this.#options.warnings) this.#warnOfNothing();
    if (this.#options.time) this.#printTime(clock.now() - began, used);
  }

  /** Reads the handlers that were asked for; the exit code. */
  finish(): number {
    const { handlers, exitHandler } = this.#options;
    const { plan } = this.#simulation;
    const report = readHandlers(plan, this.#simulation.handlers, handlers, configurations(this.#runnable));
    this.#system.output.write(Buffer.from(report.output, 'latin1'));
    say(this.#system, report.errors);
    const code = exitHandler === undefined ? EXIT.ok : this.#exitStatus(exitHandler);
    this.#simulation.close();
    this.#sockets.close();
    return code === EXIT.ok && report.errors !== '' ? 1 : code;
  }

  async #runToEnd(): Promise<void> {
    const { clock } = this.#system;
    let interrupted = false;
    const forget = this.#system.onInterrupt(() => {
      interrupted = true;
    });
    try {
      const pause = (milliseconds: number) =>
        this.#sockets.spoken((signal) => clock.pause(milliseconds, signal));
      const around = { now: () => clock.now(), pause, interrupted: () => interrupted };
      // Where nothing can happen any more, somebody may still ask for something.
      while ((await drive(this.#simulation, around)) === 'idle' && !this.#sockets.isEmpty && !interrupted)
        await pause(PATIENCE);
    } finally {
      forget();
    }
  }

  #warnOfNothing(): void {
    const { configuration = '-', isExpression } = this.#options;
    const name = isExpression ? 'config' : configuration === '-' ? '<stdin>' : configuration;
    say(this.#system, `warning: ${name}: configuration has no elements, exiting\n`);
  }

  /** Seconds of the processor for us and for the system, and of the clock, as Click prints them. */
  #printTime(elapsed: number, before: { user: number; system: number }): void {
    const after = this.#system.clock.processor();
    const user = ((after.user - before.user) / 1000).toFixed(3);
    const kernel = ((after.system - before.system) / 1000).toFixed(3);
    const minutes = Math.floor(elapsed / 60_000);
    const seconds = ((elapsed % 60_000) / 1000).toFixed(2).padStart(5, '0');
    this.#system.output.write(`${user}u ${kernel}s ${minutes}:${seconds}\n`);
  }

  #exitStatus(request: string): number {
    const [name = '', ...rest] = request.split(' ');
    try {
      const handler = parseHandler(this.#simulation.plan, name);
      const { status, text } = this.#simulation.handlers.read(handler, rest.join(' '));
      if (status === 'no-handler') throw new SimulatorError('CF9008', `no '${handler.full}' handler`);
      if (status !== 'done') throw new SimulatorError('CF9008', `'${handler.full}' is a write handler`);
      const code = exitStatusOf(text);
      if (code !== undefined) return code;
      throw new SimulatorError('CF9009', 'exit handler value should be integer');
    } catch (error) {
      if (!(error instanceof SimulatorError)) throw error;
      say(this.#system, `${error.message}\n`);
      return EXIT_HANDLER_FAILED;
    }
  }
}

/** What the router says of its configuration; one with `compact_config` is not kept as it was. */
function configurations({ text, router }: Runnable): ReadonlyMap<string, string> {
  const flat = flatConfiguration(router);
  return new Map([
    ['config', router.requirements.includes('compact_config') ? flat : text],
    ['flatconfig', flat],
  ]);
}

function say(system: System, latin1: string): void {
  if (latin1 !== '') system.errors.write(Buffer.from(latin1, 'latin1'));
}

/** Milliseconds until an interrupt is seen. */
const PATIENCE = 50;

function startSimulation(
  system: System,
  module: WebAssembly.Module,
  plan: Uint8Array,
  { simulatedTime }: ClickOptions,
  sockets: ControlSockets,
): Simulation {
  const began = system.clock.now();
  const real = {
    epoch: BigInt(system.clock.wall()) * 1_000_000n,
    now: () => (system.clock.now() - began) * 1e6,
  };
  const simulated = { epoch: BigInt(Math.round((simulatedTime ?? 0) * 1e6)) * 1000n };
  return new Simulation({
    module,
    plan,
    clock: simulatedTime === undefined ? real : simulated,
    seed: simulatedTime === undefined ? BigInt(system.clock.wall()) : 1n,
    console: (bytes) => system.errors.write(bytes.slice()),
    print: (bytes) => system.output.write(bytes.slice()),
    reader: new PlanReader(plan, argumentMessage),
    saveFile: (path, bytes, append) => saveFile(system, asText(path), bytes, append),
    openFile: fileOpener(plan, {
      open: (path) => openSource(system, path),
      create: (path) => openSink(system, path),
      complain: (message) => say(system, `${message}\n`),
      remarks: () => remarks(system),
      socketOf: (element) => sockets.nameOf(element),
    }),
  });
}

/** Host and time for the files that tell them. */
function remarks(system: System): string[] {
  const wall = system.clock.wall();
  const seconds = (wall / 1000).toFixed(6);
  return [
    `!host ${system.environment.HOSTNAME ?? 'localhost'}`,
    `!runtime ${seconds} (${new Date(wall).toUTCString()})`,
  ];
}

/** The core says `NAME :: CLASS: why`, or what is wrong with the whole. */
function startFailure(message: string, { router, landmarks }: Runnable): string {
  const found = /^(\S+) :: [A-Za-z0-9_]+: ([\s\S]*)$/.exec(message);
  const element = router.elements.find(({ name }) => name === found?.[1]);
  if (!found || !element) return `${message}\n`;
  return printElement('initializing', element, [found[2]!], landmarks);
}
