import { lookup } from '../../src/catalog/index.ts';
import type { TimedPacket } from '../elements/pcap.ts';
import { randomTraffic } from './frames.ts';
import { DEVICES, GraphWriter } from './graph.ts';
import { settle } from './settle.ts';
import { Tape } from './tape.ts';
import { TextWriter } from './text.ts';

/** A configuration and what comes in. */
export interface Trial {
  text: string;
  inputs: Map<number, TimedPacket[]>;
  /** When the run ends, ns. */
  until: bigint;
}

/** Frames of each device. */
const FRAMES = 30;

/** As long after the last frame as before it. */
const UNTIL = 60_000_000n;

/** Shows what earlier packets left before the packet, which is not the same everywhere. */
const UNSTEADY = new Set(['Unstrip']);

/** Chance, and what goes by the number of turns instead of by packets. */
const BY_TURNS = new Set([
  'RandomSample',
  'RandomSwitch',
  'RED',
  'CoDel',
  'TimestampAccum',
  'InfiniteSource',
]);

const TIMES = new Set(['interval', 'bandwidth', 'rate', 'bandwidths']);

/** Whether what an element does depends on packets alone. */
function isTimeless(className: string): boolean {
  const { arguments: given = [] } = lookup(className, 'clickforge')!;
  return !BY_TURNS.has(className) && !given.some(({ type }) => TIMES.has(type));
}

/**
 * A random configuration without mistakes, with random frames. Undefined where none came out.
 * @param timeless only elements for which the clock, chance and the order of tasks make no difference
 * @param least bytes of the shortest frame
 */
export function randomTrial(numbers: number[], timeless = false, least = 0): Trial | undefined {
  const tape = new Tape(numbers);
  const isAllowed = (name: string) => !UNSTEADY.has(name) && (!timeless || isTimeless(name));
  const graph = settle(new GraphWriter(tape, isAllowed).write(), tape);
  if (!graph) return undefined;
  const text = new TextWriter(graph, tape).write();
  return { text, inputs: inputsFrom(tape, least), until: UNTIL };
}

/** A given configuration with random frames. */
export function foundTrial(text: string, numbers: number[], least = 0): Trial {
  return { text, inputs: inputsFrom(new Tape(numbers), least), until: UNTIL };
}

const inputsFrom = (tape: Tape, least: number) =>
  new Map(DEVICES.map((device) => [device, randomTraffic(tape, FRAMES, least)]));
