import type { CaptureReader, CaptureWriter } from './capture/index.ts';
import { captureInput, captureOutput } from './capture-channel.ts';
import { type Connection, countByElement, type ElementCount } from './counts.ts';
import { drive, type Surroundings } from './drive.ts';
import { expectDone, type HandlerName, parseHandler } from './handlers.ts';
import type { EndReason, SimulationOptions } from './simulation.ts';
import { DEFAULT_EPOCH, Simulation } from './simulation.ts';

export interface SimulateOptions
  extends Pick<
    SimulationOptions,
    | 'module'
    | 'plan'
    | 'openFile'
    | 'saveFile'
    | 'reader'
    | 'console'
    | 'print'
    | 'burst'
    | 'packets'
    | 'memory'
    | 'seed'
  > {
  /** Captures by the device that receives their packets, each when the clock gets to its time. */
  inputs: ReadonlyMap<number, CaptureReader>;
  /** Where the packets go that a device sends, by device. */
  outputs: ReadonlyMap<number, CaptureWriter>;
  /** Written before the run, in order. */
  writes: readonly { handler: string; value: string }[];
  /** Read behind the run. */
  handlers: readonly string[];
  /** Nanoseconds after which the run ends. */
  until?: bigint;
  /** It ends when no packet moves for so many nanoseconds behind the end of all inputs. */
  drain: bigint;
  /** `virtual`: as fast as it can, the same every time; `real`: as the time goes by. */
  clock: 'virtual' | 'real';
}

export interface SimulationResult {
  reason: EndReason;
  /** On the simulation's clock. */
  nanoseconds: bigint;
  turns: number;
  connections: Connection[];
  elements: ElementCount[];
  /** Latin1 values in the order in which they were asked for. */
  handlers: { name: string; value: string }[];
  /** Packets that were in the router at the end. */
  alive: number;
  /** Packets of the inputs that were too long for the router. */
  tooLong: number;
}

/** Runs a Plan from its start to an end. Throws SimulatorError. */
export async function simulate(options: SimulateOptions, around: Surroundings): Promise<SimulationResult> {
  const { inputs, outputs, writes, handlers } = options;
  const sources = new Map([...inputs].map(([device, reader]) => [device, captureInput(reader)]));
  const starts = [...sources.values()].flatMap(({ start }) => (start === undefined ? [] : [start]));
  const simulation = new Simulation({
    ...options,
    inputs: sources,
    outputs: new Map([...outputs].map(([device, writer]) => [device, captureOutput(writer)])),
    clock: clockOf(options, starts, around),
  });
  const reads = handlers.map((name) => parseHandler(simulation.plan, name));
  for (const { handler, value } of writes) write(simulation, handler, value);
  const reason = await drive(simulation, around);
  const values = reads.map((name) => ({ name: name.full, value: read(simulation, name) }));
  simulation.close();
  return { reason, handlers: values, ...figures(simulation) };
}

function clockOf({ clock, until, drain }: SimulateOptions, starts: bigint[], around: Surroundings) {
  const began = around.now();
  return {
    epoch: starts.reduce((least, start) => (start < least ? start : least), starts[0] ?? DEFAULT_EPOCH),
    drain,
    ...(until === undefined ? {} : { until }),
    ...(clock === 'real' ? { now: () => (around.now() - began) * 1e6 } : {}),
  };
}

function write(simulation: Simulation, handler: string, value: string): void {
  const name = parseHandler(simulation.plan, handler);
  expectDone(simulation.handlers.write(name, value), name, 'write');
}

function read(simulation: Simulation, name: HandlerName): string {
  const result = simulation.handlers.read(name);
  expectDone(result, name, 'read');
  return result.text;
}

function figures(simulation: Simulation) {
  const connections = simulation.connections();
  return {
    nanoseconds: simulation.now,
    turns: simulation.turns,
    connections,
    elements: countByElement(simulation.plan, connections),
    alive: simulation.alive,
    tooLong: simulation.tooLong,
  };
}
