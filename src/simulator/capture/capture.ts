/** One packet of a capture file. */
export interface CapturedPacket {
  /** Since 1970-01-01 UTC. */
  seconds: number;
  nanoseconds: number;
  /** The bytes that were kept; good until the next packet is asked for. */
  data: Uint8Array;
  /** Bytes that the packet had on the wire. */
  wireLength: number;
}

/** Digits behind the point of the time stamps that a file keeps: 6 or 9. */
export type Precision = 6 | 9;

export interface CaptureReader {
  readonly linkType: number;
  readonly precision: Precision;
  /** Undefined at the end. Throws SimulatorError with the place where the file is damaged. */
  next(): CapturedPacket | undefined;
  /** Bytes of the file read so far. */
  readonly offset: number;
}

export interface CaptureWriter {
  packet(packet: CapturedPacket): void;
}

/** Most bytes that are kept of a packet, as tcpdump has it. */
export const SNAP_LENGTH = 262_144;
