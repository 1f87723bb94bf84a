import { bytesSink, bytesSource } from '../../../src/simulator/bytes.ts';
import type { PacketRecord } from '../../../src/simulator/record.ts';
import { findWriter } from '../../../src/simulator/summary/fields.ts';
import { SummaryReader, type SummaryReaderOptions } from '../../../src/simulator/summary/summary-reader.ts';
import { SummaryWriter, type SummaryWriterOptions } from '../../../src/simulator/summary/summary-writer.ts';

/** All packets of a summary, and what was wrong with it. Without a first line it counts as version 1.3. */
export function read(text: string | Uint8Array, options: Partial<SummaryReaderOptions> = {}) {
  const complaints: string[] = [];
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  const reader = new SummaryReader(bytesSource('in', bytes), bytes.length, {
    protocol: 6,
    checksum: false,
    multipacket: false,
    fields: '',
    flowId: '',
    mayBeEmpty: false,
    complain: (message) => void complaints.push(message),
    ...options,
  });
  const records: PacketRecord[] = [];
  for (let record = reader.next(); record; record = reader.next()) records.push(record);
  return { records, complaints };
}

/** What is written of packets: lines without those that tell of the file. */
export function write(
  records: readonly PacketRecord[],
  fields: string,
  options: Partial<SummaryWriterOptions> = {},
): string[] {
  return `${Buffer.from(writeBytes(records, fields, options)).toString('latin1')}`.split('\n').slice(0, -1);
}

export function writeBytes(
  records: readonly PacketRecord[],
  fields: string,
  options: Partial<SummaryWriterOptions> = {},
): Uint8Array {
  const sink = bytesSink();
  const writer = new SummaryWriter(sink, {
    name: 'out',
    fields: fields.split(' ').map((name) => findWriter(name)!),
    header: false,
    banner: '',
    remarks: [],
    multipacket: false,
    badPackets: false,
    carefulTruncation: true,
    extraLength: true,
    binary: false,
    ...options,
  });
  for (const record of records) writer.packet(record);
  return sink.bytes();
}
