import { parsePacket } from '../elements/packet-notation.ts';
import type { TimedPacket } from '../elements/pcap.ts';

/** What a recipe does with packets, by device; times in ns since the start. */
export interface Traffic {
  /** Variables of the configuration, `NAME=value`. */
  definitions: string[];
  inputs: Map<number, TimedPacket[]>;
  outputs: Map<number, TimedPacket[]>;
  /** What read handlers say at the end. */
  handlers: { name: string; value: string }[];
}

/** Between two packets that come in, so that each is through before the next comes. */
const STEP = 20_000_000n;

/**
 * Reads a conversation: lines `in DEVICE PACKET`, each followed by the lines `out DEVICE PACKET` that it causes. `N *`
 * before the packet repeats it, `wait 3s` lets time pass, `let NAME TEXT` names a text for `$NAME` in later lines,
 * `define NAME=VALUE` sets a variable of the configuration, `read HANDLER VALUE` tells a value at the end, `#` begins a
 * comment line.
 */
export function parseTraffic(text: string): Traffic {
  const traffic: Traffic = { definitions: [], inputs: new Map(), outputs: new Map(), handlers: [] };
  const names = new Map<string, string>();
  let time = 0n;
  for (const raw of text.split('\n')) {
    if (raw.trim() === '' || raw.startsWith('#')) continue;
    const line = raw.trim().replace(/\$(\w+)/g, (whole, name: string) => names.get(name) ?? whole);
    const [, verb, first, rest] = /^(\w+)\s+(\S+)\s*(.*)$/.exec(line)!;
    if (verb === 'let') names.set(first!, rest!);
    else if (verb === 'define') traffic.definitions.push(first!);
    else if (verb === 'wait') time += BigInt(Number.parseFloat(first!)) * 1_000_000_000n;
    else if (verb === 'read') traffic.handlers.push({ name: first!, value: rest! });
    else if (verb === 'in') {
      for (const bytes of packets(rest!)) {
        time += STEP;
        add(traffic.inputs, Number(first), { time, bytes });
      }
    } else if (verb === 'out') {
      for (const bytes of packets(rest!)) add(traffic.outputs, Number(first), { time, bytes });
    } else throw new Error(`not a line of traffic: ${raw}`);
  }
  return traffic;
}

function packets(text: string): Uint8Array[] {
  const [, count, notation] = /^(?:(\d+) \* )?(.*)$/.exec(text)!;
  const bytes = parsePacket(notation!);
  return Array.from({ length: Number(count ?? 1) }, () => bytes);
}

function add(devices: Map<number, TimedPacket[]>, device: number, packet: TimedPacket): void {
  devices.set(device, [...(devices.get(device) ?? []), packet]);
}
