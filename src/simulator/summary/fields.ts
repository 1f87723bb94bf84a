import { annotationReaders, annotationWriters } from './annotation-fields.ts';
import type { FieldReader, FieldWriter } from './field.ts';
import { icmpReaders, icmpWriters } from './icmp-fields.ts';
import { ipReaders, ipWriters } from './ip-fields.ts';
import { linkReaders, linkWriters } from './link-fields.ts';
import { payloadReaders, payloadWriters } from './payload-fields.ts';
import { tcpReaders, tcpWriters } from './tcp-fields.ts';
import { udpReaders, udpWriters } from './udp-fields.ts';

const SYNONYMS: Readonly<Record<string, string>> = {
  utimestamp: 'timestamp',
  ts: 'timestamp',
  sec: 'ts_sec',
  usec: 'ts_usec',
  usec1: 'ts_usec1',
  first_utimestamp: 'first_timestamp',
  first_ts: 'first_timestamp',
  pkt_count: 'count',
  packet_count: 'count',
  agg: 'aggregate',
  wire_length: 'wire_len',
  ether_src: 'eth_src',
  ether_dst: 'eth_dst',
  ether_type: 'eth_type',
  length: 'ip_len',
  ip_p: 'ip_proto',
  tcp_seqno: 'tcp_seq',
  tcp_ackno: 'tcp_ack',
  tcp_win: 'tcp_window',
  payload_length: 'payload_len',
};

const NONE: FieldWriter = { name: 'none', size: 0, value: () => undefined };

const writers = byName([
  ...annotationWriters,
  ...linkWriters,
  ...ipWriters,
  ...tcpWriters,
  ...udpWriters,
  ...icmpWriters,
  ...payloadWriters,
  NONE,
]);

const readers = byName([
  ...annotationReaders,
  ...linkReaders,
  ...ipReaders,
  ...tcpReaders,
  ...udpReaders,
  ...icmpReaders,
  ...payloadReaders,
]);

export function findWriter(name: string): FieldWriter | undefined {
  return find(writers, name);
}

export function findReader(name: string): FieldReader | undefined {
  return find(readers, name);
}

function byName<Field extends { name: string }>(fields: readonly Field[]): ReadonlyMap<string, Field> {
  return new Map(fields.map((field) => [field.name, field]));
}

/** By its name or another; a blank stands for an underscore, and `ip_` may be left out. */
function find<Field>(fields: ReadonlyMap<string, Field>, name: string): Field | undefined {
  const found = fields.get(SYNONYMS[name] ?? name);
  if (found) return found;
  if (name.includes(' ')) return find(fields, name.replace(' ', '_'));
  return name.includes('_') || name === '' ? undefined : find(fields, `ip_${name}`);
}
