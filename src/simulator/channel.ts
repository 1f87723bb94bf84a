import type { PacketRecord } from './record.ts';

/** What a router's element asks about its file. */
export interface FileFacts {
  name: string;
  /** Bytes; undefined where that is not known. */
  size?: number | undefined;
  /** Bytes read so far. */
  position?: number;
  /** Click's name for what packets begin with. */
  encapsulation?: string;
}

/** Where packets come from. */
export interface InputChannel {
  /** Undefined at the end. What it gives is good until the next call. */
  next(): PacketRecord | undefined;
  facts?(): FileFacts;
}

/** Where packets go. */
export interface OutputChannel {
  /** The record's data is good until this returns. */
  packet(record: PacketRecord): void;
  facts?(): FileFacts;
  /** All packets that there are for now have come. */
  flush?(): void;
  /** The run is over. */
  close?(): void;
}

export type Channel = InputChannel | OutputChannel;

export function isInput(channel: Channel): channel is InputChannel {
  return 'next' in channel;
}
