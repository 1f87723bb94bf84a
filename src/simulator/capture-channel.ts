import type { CapturedPacket, CaptureReader, CaptureWriter } from './capture/index.ts';
import type { InputChannel, OutputChannel } from './channel.ts';
import type { PacketRecord } from './record.ts';
import { plainRecord } from './record.ts';

/** The packets of a capture file as a device receives them. */
export interface CaptureInput extends InputChannel {
  /** When the first packet arrives, ns since 1970-01-01 UTC; undefined when there is none. */
  readonly start: bigint | undefined;
}

export function captureInput(reader: CaptureReader): CaptureInput {
  let first = reader.next();
  const start = first && BigInt(first.seconds) * 1_000_000_000n + BigInt(first.nanoseconds);
  return {
    start,
    next() {
      const packet = first ?? reader.next();
      first = undefined;
      return packet && toRecord(packet);
    },
  };
}

export function toRecord({ seconds, nanoseconds, data, wireLength }: CapturedPacket): PacketRecord {
  const record = plainRecord(data);
  record.seconds = seconds;
  record.nanoseconds = nanoseconds;
  record.extraLength = wireLength - data.length;
  return record;
}

/** Writes what a device sends into a capture file. */
export function captureOutput(writer: CaptureWriter): OutputChannel {
  return {
    packet({ seconds, nanoseconds, headroom, data }) {
      const bytes = data.subarray(headroom);
      writer.packet({ seconds, nanoseconds, data: bytes, wireLength: bytes.length });
    },
  };
}
