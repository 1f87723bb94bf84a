import { SimulatorError } from '../../src/simulator/error.ts';
import { plainRecord } from '../../src/simulator/record.ts';
import { DEFAULT_EPOCH } from '../../src/simulator/simulation.ts';
import type { TimedPacket } from '../elements/pcap.ts';
import { start } from '../simulator/configuration.ts';
import { DEVICES } from './graph.ts';
import type { Trial } from './trial.ts';

/** A packet, and where it has bytes that go by the clock or chance. */
export interface SteadyPacket extends TimedPacket {
  masked: boolean[];
}

/** What comes in, one frame after the other, and what comes out however fast the clock goes. */
export interface Steady {
  inputs: Map<number, TimedPacket[]>;
  outputs: Map<number, SteadyPacket[]>;
}

const SECOND = 1_000_000_000n;

/** For tables and packets, which a guest of 8 MB has, too. */
const MEMORY = 4 << 20;

/** Of a run; a router that always has something to do would leave the other guests no processor. */
const MOST_TURNS = 20_000;

interface Pace {
  /** Between two frames, ns. */
  step: bigint;
  /** Before the first, and behind the last. */
  lead: bigint;
  rest: bigint;
  /** The clock on the wall at the start. */
  epoch: bigint;
  seed: bigint;
  burst: number;
}

/** The first is the pace at which frames go to a guest. Seconds on the wall have no byte in common. */
const PACES: Pace[] = [
  { step: 4_000_000n, lead: SECOND, rest: 200_000_000n, epoch: DEFAULT_EPOCH, seed: 1n, burst: 32 },
  {
    step: 400_000n,
    lead: 2n * SECOND,
    rest: 3n * SECOND,
    epoch: 0xc4_65_35_ffn * SECOND + 999_999_999n,
    seed: 0x9182_7364_5546_3728n,
    burst: 1,
  },
  {
    step: 90_000_000n,
    lead: 7n * SECOND,
    rest: 2n * SECOND,
    epoch: 0x69_23_17_a4n * SECOND + 123_456_789n,
    seed: 77n,
    burst: 8,
  },
];

/** Undefined: the router does not start, stops, or is never idle, or how many packets come out, and how long, goes by the clock or chance. */
export function steady({ text, inputs }: Trial): Steady | undefined {
  const runs = PACES.map((pace) => paced(text, inputs, pace));
  const [first, ...others] = runs;
  if (!first || others.some((other) => !other || shape(other.outputs) !== shape(first.outputs)))
    return undefined;
  const outputs = [...first.outputs].map(([device, packets]) => {
    const masked = packets.map(({ time, bytes }, i) => ({
      time,
      bytes,
      masked: [...bytes].map((byte, at) =>
        others.some((other) => other!.outputs.get(device)![i]!.bytes[at] !== byte),
      ),
    }));
    return [device, masked] as const;
  });
  return { inputs: first.inputs, outputs: new Map(outputs) };
}

type Captures = Map<number, TimedPacket[]>;

const shape = (outputs: Captures) =>
  JSON.stringify([...outputs].map(([device, packets]) => [device, packets.map(({ bytes }) => bytes.length)]));

function paced(
  text: string,
  given: Captures,
  pace: Pace,
): { inputs: Captures; outputs: Captures } | undefined {
  const time = (device: number, index: number) => pace.step * BigInt(index * DEVICES.length + device);
  const inputs = new Map(
    [...given].map(([device, packets]) => [
      device,
      packets.map(({ bytes }, index) => ({ time: time(device, index), bytes })),
    ]),
  );
  const outputs: Captures = new Map(DEVICES.map((device) => [device, []]));
  const most = Math.max(...[...given.values()].map(({ length }) => length));
  try {
    const { simulation } = start(text, {
      ...pace,
      memory: MEMORY,
      inputs: new Map([...inputs].map(([device, packets]) => [device, arriving(packets, pace)])),
      outputs: new Map([...outputs].map(([device, packets]) => [device, sent(packets, pace)])),
      clock: { epoch: pace.epoch, until: pace.lead + time(0, most) + pace.rest },
    });
    for (let progress = simulation.run(1000); ; progress = simulation.run(1000)) {
      const reason = progress.state === 'end' && progress.reason;
      if (reason === 'stopped' || simulation.turns > MOST_TURNS) return undefined;
      if (reason) break;
    }
  } catch (error) {
    if (error instanceof SimulatorError) return undefined;
    throw error;
  }
  // What comes out before the first frame goes in may be gone before anybody looks.
  return [...outputs.values()].flat().some(({ time }) => time < 0n) ? undefined : { inputs, outputs };
}

function arriving(packets: TimedPacket[], { epoch, lead }: Pace) {
  const waiting = packets.map(({ time, bytes }) => ({
    ...plainRecord(bytes),
    seconds: Number((epoch + lead + time) / SECOND),
    nanoseconds: Number((epoch + lead + time) % SECOND),
  }));
  return { next: () => waiting.shift() };
}

function sent(packets: TimedPacket[], { epoch, lead }: Pace) {
  return {
    packet(record: { seconds: number; nanoseconds: number; headroom: number; data: Uint8Array }) {
      const time = BigInt(record.seconds) * SECOND + BigInt(record.nanoseconds) - epoch - lead;
      packets.push({ time, bytes: record.data.slice(record.headroom) });
    },
  };
}
