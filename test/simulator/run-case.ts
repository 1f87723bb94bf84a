import { expectDone, parseHandler } from '../../src/simulator/handlers.ts';
import { plainRecord } from '../../src/simulator/record.ts';
import type { Progress, Simulation } from '../../src/simulator/simulation.ts';
import { DEFAULT_EPOCH } from '../../src/simulator/simulation.ts';
import type { Case } from '../elements/case-file.ts';
import type { TimedPacket } from '../elements/pcap.ts';
import { start } from './configuration.ts';

const SECOND = 1_000_000_000n;

/** As clickforge-run has them. */
const BURST = 32;
const LINGER = 10n * SECOND;
const TURN = 10_000n;

const MOST_RUNS = 1_000_000;

/** Something that is done to a running router at a time, ns since its start. */
interface Request {
  time: bigint;
  access: 'read' | 'write';
  handler: string;
  /** The value that is written, or the parameter of what is read. */
  text: string;
}

export interface CaseResult {
  outputs: Map<number, TimedPacket[]>;
  /** In the order of the case. */
  handlers: string[];
  log: string;
}

/** Whether a case asks for what only clickforge-run has. */
export function asksForMore({ options, answers }: Case): boolean {
  return answers !== undefined || options.some((option) => option === '--control' || option === '--memory');
}

/** Runs a case as clickforge-run does. Throws SimulatorError where the router does not start. */
export function runCase(entry: Case): CaseResult {
  const outputs = new Map([...entry.outputs.keys()].map((device) => [device, [] as TimedPacket[]]));
  const requests = requestsOf(entry);
  const isTimed = requests.some(({ time }) => time > 0n);
  const epoch = DEFAULT_EPOCH + earliest(entry);
  const until = option(entry, '--until');
  let now = 0n;
  const { simulation, log } = start(entry.config, {
    burst: Number(option(entry, '--burst') ?? BURST),
    // The device that no case has is there so that all runs have inputs, and so end behind them.
    inputs: new Map(
      [...entry.inputs, [31, []] as const].map(([device, packets]) => [device, input(packets)]),
    ),
    outputs: new Map([...outputs].map(([device, packets]) => [device, output(packets)])),
    clock: {
      epoch,
      ...(until === undefined ? { drain: LINGER } : { until: BigInt(until) + 1n }),
      // Requests come from outside: where there are any, the clock goes as the test lets it.
      ...(isTimed ? { now: () => Number(now) } : {}),
    },
  });
  const handlers: string[] = [];
  for (let i = 0; ; i++) {
    if (i === MOST_RUNS) throw new Error('the run does not end');
    while (requests[0] && requests[0].time <= now) perform(simulation, requests.shift()!, handlers);
    const progress = simulation.run(isTimed ? 1 : 1000);
    const next = nextTime(progress, now, requests[0]?.time);
    if (next === undefined) break;
    now = next;
  }
  for (const { name, time } of entry.handlers)
    if (time === undefined) perform(simulation, readRequest(name), handlers);
  return { outputs, handlers, log: log() };
}

/** When the clock goes on; undefined: the run is over. */
function nextTime(progress: Progress, now: bigint, request: bigint | undefined): bigint | undefined {
  if (progress.state === 'more') return now + TURN;
  if (progress.state === 'end')
    return progress.reason === 'idle' || progress.reason === 'drained' ? request : undefined;
  const wake = now + BigInt(progress.nanoseconds);
  return request !== undefined && request < wake ? request : wake;
}

function perform(simulation: Simulation, { access, handler, text }: Request, values: string[]): void {
  const name = parseHandler(simulation.plan, handler);
  if (access === 'write') {
    simulation.handlers.write(name, text);
    return;
  }
  const result = simulation.handlers.read(name, text);
  // What a parameter is refused with, clickforge-run tells by its number.
  if (result.status === 'refused') values.push('!590');
  else {
    expectDone(result, name, 'read');
    values.push(result.text);
  }
}

function requestsOf({ options, handlers }: Case): Request[] {
  const writes = options.flatMap((name, i) => (name === '--write' ? [writeRequest(options[i + 1]!)] : []));
  const reads = handlers.flatMap(({ name, time }) => (time === undefined ? [] : [readRequest(name, time)]));
  return [...writes, ...reads].sort((a, b) => Number(a.time - b.time));
}

/** `NS@HANDLER=VALUE`. */
function writeRequest(text: string): Request {
  const [, time, handler, value] = /^(\d+)@([^=]*)=?(.*)$/s.exec(text)!;
  return { time: BigInt(time!), access: 'write', handler: handler!, text: value! };
}

/** `HANDLER` or `HANDLER=PARAMETER`. */
function readRequest(name: string, time = 0n): Request {
  const [, handler, text] = /^([^=]*)=?(.*)$/s.exec(name)!;
  return { time, access: 'read', handler: handler!, text: text! };
}

function option({ options }: Case, name: string): string | undefined {
  const index = options.indexOf(name);
  return index < 0 ? undefined : options[index + 1];
}

function earliest({ inputs }: Case): bigint {
  const times = [...inputs.values()].flatMap((packets) => packets.slice(0, 1).map(({ time }) => time));
  return times.reduce((least, time) => (time < least ? time : least), times[0] ?? 0n);
}

function input(packets: readonly TimedPacket[]) {
  const waiting = [...packets];
  return {
    next() {
      const packet = waiting.shift();
      if (!packet) return undefined;
      const time = DEFAULT_EPOCH + packet.time;
      const [seconds, nanoseconds] = [Number(time / SECOND), Number(time % SECOND)];
      return { ...plainRecord(packet.bytes), seconds, nanoseconds };
    },
  };
}

/** Captures of clickforge-run have microseconds. */
function output(packets: TimedPacket[]) {
  return {
    packet(record: { seconds: number; nanoseconds: number; headroom: number; data: Uint8Array }) {
      const time = BigInt(record.seconds) * SECOND + BigInt(record.nanoseconds - (record.nanoseconds % 1000));
      packets.push({ time: time - DEFAULT_EPOCH, bytes: record.data.slice(record.headroom) });
    },
  };
}
