import type { CapturedPacket, CaptureReader, CaptureWriter } from './capture/index.ts';
import { decodeFrame } from './decode/decode-frame.ts';

/** A field that differs; a dash where one packet does not have it. */
export interface FieldDifference {
  name: string;
  expected: string;
  got: string;
}

/** The first packet that is not as expected. */
export interface PacketDifference {
  /** Counted from 1. */
  packet: number;
  /** `missing`: it did not come; `extra`: nothing more was expected. */
  kind: 'different' | 'missing' | 'extra';
  expectedLength?: number;
  gotLength?: number;
  fields: FieldDifference[];
}

/** Compares packets as they are written with those of a capture; times do not count. */
export class Comparison implements CaptureWriter {
  readonly #expected: CaptureReader;
  readonly #next: CaptureWriter | undefined;
  #difference: PacketDifference | undefined;
  #compared = 0;

  /** Passes packets on to `next`. */
  constructor(expected: CaptureReader, next?: CaptureWriter) {
    this.#expected = expected;
    this.#next = next;
  }

  packet(packet: CapturedPacket): void {
    this.#next?.packet(packet);
    if (this.#difference) return;
    this.#compared++;
    const expected = this.#expected.next();
    if (!expected) this.#difference = extra(this.#compared, packet.data);
    else if (!equal(expected.data, packet.data))
      this.#difference = different(this.#compared, expected.data, packet.data);
  }

  /** The first difference, once all packets are written; undefined: there is none. */
  finish(): { difference: PacketDifference | undefined; compared: number } {
    const expected = this.#difference ? undefined : this.#expected.next();
    if (expected) {
      const fields = decodeFrame(expected.data).map(({ name, value }) => ({
        name,
        expected: value,
        got: '-',
      }));
      const packet = this.#compared + 1;
      this.#difference = { packet, kind: 'missing', expectedLength: expected.data.length, fields };
    }
    return { difference: this.#difference, compared: this.#compared };
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

function extra(packet: number, got: Uint8Array): PacketDifference {
  const fields = decodeFrame(got).map(({ name, value }) => ({ name, expected: '-', got: value }));
  return { packet, kind: 'extra', gotLength: got.length, fields };
}

function different(packet: number, expected: Uint8Array, got: Uint8Array): PacketDifference {
  const lengths = { expectedLength: expected.length, gotLength: got.length };
  return { packet, kind: 'different', ...lengths, fields: differingFields(expected, got) };
}

function differingFields(expected: Uint8Array, got: Uint8Array): FieldDifference[] {
  const [wanted, came] = [byName(expected), byName(got)];
  const names = new Set([...wanted.keys(), ...came.keys()]);
  return [...names]
    .map((name) => ({ name, expected: wanted.get(name) ?? '-', got: came.get(name) ?? '-' }))
    .filter((field) => field.expected !== field.got);
}

/** Values by name; a header that occurs again (VLAN tags do) has a number behind its fields' names. */
function byName(bytes: Uint8Array): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of decodeFrame(bytes)) {
    let number = 2;
    let unique = name;
    while (values.has(unique)) unique = `${name} (${number++})`;
    values.set(unique, value);
  }
  return values;
}
