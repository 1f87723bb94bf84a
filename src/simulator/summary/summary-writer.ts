import { quote } from '../../click-config-parser/index.ts';
import type { ByteSink } from '../bytes.ts';
import type { FileFacts, OutputChannel } from '../channel.ts';
import type { PacketRecord } from '../record.ts';
import type { FieldValue, FieldWriter } from './field.ts';
import { bigEndian } from './field.ts';
import { PacketView } from './packet-view.ts';
import { MAJOR_VERSION, MINOR_VERSION } from './summary-format.ts';
import type { Time } from './time.ts';

export interface SummaryWriterOptions {
  name: string;
  fields: readonly FieldWriter[];
  /** Lines at the start: all of them, and the remarks among them. */
  header: boolean;
  banner: string;
  remarks: readonly string[];
  multipacket: boolean;
  badPackets: boolean;
  carefulTruncation: boolean;
  extraLength: boolean;
  binary: boolean;
}

/** Writes a line, or a binary record, for each packet. */
export class SummaryWriter implements OutputChannel {
  readonly #sink: ByteSink & { flush?(): void; close?(): void };
  readonly #options: SummaryWriterOptions;

  constructor(sink: ByteSink & { flush?(): void; close?(): void }, options: SummaryWriterOptions) {
    this.#sink = sink;
    this.#options = options;
    if (options.header) this.#write(headerLines(options));
  }

  facts(): FileFacts {
    return { name: this.#options.name };
  }

  packet(record: PacketRecord): void {
    const counts = this.#options.fields.some(({ name }) => name === 'count');
    if (this.#options.multipacket && !counts && record.extraPackets > 0) this.#writeEach(record);
    else this.#writeOne(record);
  }

  flush(): void {
    this.#sink.flush?.();
  }

  close(): void {
    this.#sink.close?.();
  }

  /** As many lines as packets that this one stands for. */
  #writeEach(record: PacketRecord): void {
    const count = 1 + record.extraPackets;
    const length = record.data.length - record.headroom;
    let total = Math.max(length + (this.#options.extraLength ? record.extraLength : 0), count * length);
    for (let left = count; left > 0; left--) {
      const share = Math.floor(total / left);
      total -= share;
      this.#writeOne({ ...record, extraPackets: 0, extraLength: share - length });
    }
  }

  #writeOne(record: PacketRecord): void {
    const { fields, binary, badPackets } = this.#options;
    const packet = new PacketView(record, this.#options);
    const values = fields.map((field) => field.value(packet));
    if (badPackets && packet.complaint !== undefined) this.#writeLine(`!bad ${packet.complaint}\n`);
    if (binary) this.#writeRecord(values, packet);
    else this.#write(`${values.map((value, i) => print(fields[i]!, value, packet)).join(' ')}\n`);
  }

  #writeRecord(values: readonly (FieldValue | undefined)[], packet: PacketView): void {
    const bodies = values.map((value, i) => encode(this.#options.fields[i]!, value, packet));
    const size = bodies.reduce((sum, body) => sum + body.length, 4);
    this.#sink.write(Buffer.concat([bigEndian(size, 4), ...bodies]));
  }

  #writeLine(line: string): void {
    if (this.#options.binary) this.#sink.write(bigEndian(4 + line.length + 0x8000_0000, 4));
    this.#write(line);
  }

  #write(text: string): void {
    this.#sink.write(Buffer.from(text, 'latin1'));
  }
}

function headerLines({ fields, banner, remarks, binary }: SummaryWriterOptions): string {
  const names = fields.map(({ name }) => (name === 'ntimestamp' && !binary ? 'timestamp' : name));
  return [
    `!IPSummaryDump ${MAJOR_VERSION}.${MINOR_VERSION}`,
    ...(banner === '' ? [] : [`!creator ${quote(banner)}`]),
    ...remarks,
    `!data ${names.join(' ')}`,
    ...(binary ? ['!binary'] : []),
    '',
  ].join('\n');
}

function print({ print: own }: FieldWriter, value: FieldValue | undefined, packet: PacketView): string {
  if (value === undefined) return '-';
  return own ? own(value, packet) : `${value}`;
}

function encode(
  { size, encode: own }: FieldWriter,
  value: FieldValue | undefined,
  packet: PacketView,
): Uint8Array {
  if (own) return own(value, packet);
  if (size === 'options') {
    const bytes = (value as Uint8Array | undefined) ?? new Uint8Array();
    return Uint8Array.of(bytes.length, ...bytes);
  }
  if (value instanceof Uint8Array) return value;
  return bigEndian((value as Exclude<FieldValue, Time> | undefined as number) ?? 0, size ?? 0);
}
