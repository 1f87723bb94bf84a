import { splitWords, unquote } from '../../click-config-parser/index.ts';
import type { ByteSource } from '../bytes.ts';
import type { FileFacts, InputChannel } from '../channel.ts';
import { SimulatorError } from '../error.ts';
import type { PacketRecord } from '../record.ts';
import type { FieldReader } from './field.ts';
import { findReader } from './fields.ts';
import { finishPacket } from './finish-packet.ts';
import { LineSource } from './line-source.ts';
import { Multipacket } from './multipacket.ts';
import type { FlowId } from './packet-maker.ts';
import { PacketMaker } from './packet-maker.ts';
import { putBinary, putText } from './put-fields.ts';
import * as format from './summary-format.ts';

export interface SummaryReaderOptions {
  /** IP protocol where the file gives none. */
  protocol: number;
  checksum: boolean;
  /** Whether a line that stands for several packets makes so many. */
  multipacket: boolean;
  /** Fields and flow for lines before the file says them. */
  fields: string;
  flowId: string;
  /** Whether a file without a byte is as good as any. */
  mayBeEmpty: boolean;
  /** Takes what is wrong with the file, with the place before it. */
  complain: (message: string) => void;
}

/** Makes packets of the lines of an IP summary dump. */
export class SummaryReader implements InputChannel {
  readonly #lines: LineSource;
  readonly #options: SummaryReaderOptions;
  readonly #multipacket = new Multipacket();
  readonly #facts: FileFacts;
  #fields: FieldReader[] = [];
  /** Indexes of fields in the order in which they are put into a packet. */
  #order: number[] = [];
  #protocol: number;
  #flow: FlowId | undefined;
  #aggregate = 0;
  #version: number = format.MINOR_VERSION;
  #binary = false;
  #complained = false;

  constructor(source: ByteSource, size: number | undefined, options: SummaryReaderOptions) {
    this.#lines = new LineSource(source);
    this.#options = options;
    this.#protocol = options.protocol;
    this.#facts = { name: source.name, size, encapsulation: 'IP' };
    if (options.fields !== '') this.#setFields(splitWords(options.fields).map(({ text }) => text));
    if (options.flowId !== '') this.#setFlow(splitWords(options.flowId).map(({ text }) => text));
    this.#readBanner();
  }

  facts(): FileFacts {
    return { ...this.#facts, position: this.#lines.position };
  }

  next(): PacketRecord | undefined {
    const left = this.#multipacket.next();
    if (left) return left;
    for (;;) {
      const record = this.#binary ? this.#readRecord() : this.#readLine();
      if (record === undefined) return undefined;
      if (record === 'nothing') continue;
      return this.#options.multipacket ? this.#multipacket.split(record) : record;
    }
  }

  #readBanner(): void {
    const line = this.#lines.peekLine() ?? '';
    if (line === '' && !this.#options.mayBeEmpty)
      throw new SimulatorError('CF9001', `${this.#facts.name}: empty file`);
    const version = /^!IPSummaryDump(?:\s+(\d+)\.(\d+))?/.exec(line);
    if (!version) {
      if (!format.looksLikeSummary(line) && this.#fields.length === 0)
        this.#complain('warning: missing banner line; is this an IP summary dump?');
      return;
    }
    this.#lines.line();
    const [major, minor] = [Number(version[1]), Number(version[2])];
    if (major !== format.MAJOR_VERSION || minor > format.MINOR_VERSION) {
      if (version[1] !== undefined)
        this.#complain(`warning: unexpected IPSummaryDump version ${major}.${minor}`);
    } else this.#version = minor;
  }

  #readLine(): PacketRecord | 'nothing' | undefined {
    const line = this.#lines.line();
    if (line === undefined) return undefined;
    if (line[0] === '!') this.#direct(line);
    if (line[0] === '!' || line[0] === '#') return 'nothing';
    const words = format.splitLine(line, this.#fields.length);
    const packet = this.#newPacket();
    const put = putText(packet, this.#fields, this.#order, words, this.#version);
    return put > 0 ? this.#finish(packet) : this.#wrongLine(line.trim() === '');
  }

  /** Length (four bytes, top bit set for a line of text), then the fields' bytes. */
  #readRecord(): PacketRecord | 'nothing' | undefined {
    const head = this.#lines.bytes(4);
    if (head === undefined) return undefined;
    const word = Buffer.from(head, 'latin1').readUInt32BE();
    const length = word & 0x7fff_ffff;
    if (length < 4) {
      this.#complain('binary record too short');
      return undefined;
    }
    const body = this.#lines.bytes(length - 4);
    if (body === undefined) return undefined;
    this.#lines.number++;
    if (word !== length) {
      if (body[0] === '!') this.#direct(body.replace(/\0+$/, ''));
      return 'nothing';
    }
    const packet = this.#newPacket();
    const put = putBinary(packet, this.#fields, this.#order, Buffer.from(body, 'latin1'));
    return put > 0 ? this.#finish(packet) : this.#wrongLine(false);
  }

  #newPacket(): PacketMaker {
    const packet = new PacketMaker(this.#protocol, this.#flow);
    packet.record.aggregate = this.#aggregate;
    return packet;
  }

  #finish(packet: PacketMaker): PacketRecord {
    return finishPacket(packet, {
      checksum: this.#options.checksum,
      hasFlow: this.#flow !== undefined,
    });
  }

  /** One complaint is enough. */
  #wrongLine(blank: boolean): 'nothing' {
    if (!this.#complained && !blank) {
      this.#complained = true;
      this.#complain(this.#fields.length === 0 ? "no '!data' provided" : 'packet parse error');
    }
    return 'nothing';
  }

  #direct(line: string): void {
    const words = splitWords(line).map(({ text }) => text);
    const [, ...values] = words;
    switch (format.directiveOf(line)) {
      case 'data':
      case 'contents':
        this.#setFields(values);
        break;
      case 'flowid':
        this.#setFlow(values);
        break;
      case 'proto':
        this.#setProtocol(values, '!proto');
        break;
      case 'aggregate':
        if (values.length === 1 && /^\d+$/.test(values[0]!)) this.#aggregate = Number(values[0]);
        else this.#complain('bad !aggregate specification');
        break;
      case 'binary':
        this.#binary = true;
        this.#lines.number = 1;
    }
  }

  #setFields(words: readonly string[]): void {
    this.#fields = words.map((word) => {
      const name = unquote(word);
      const reader = findReader(name);
      if (reader === undefined && name !== 'none') this.#complain(`warning: unknown content type '${name}'`);
      return reader ?? IGNORED;
    });
    if (this.#fields.length === 0) this.#complain('no contents specified');
    const fields = this.#fields;
    this.#order = fields
      .map((_, index) => index)
      .sort((a, b) => fields[a]!.order - fields[b]!.order || a - b);
  }

  #setFlow(words: readonly string[]): void {
    const read = format.parseFlowId(words);
    this.#flow = read?.flow;
    if (!read) this.#complain('bad !flowid specification');
    else if (read.protocol !== undefined) this.#setProtocol([read.protocol], '!flowid');
  }

  #setProtocol(words: readonly string[], where: string): void {
    const protocol = words.length === 1 ? format.parseProtocol(words[0]!) : undefined;
    if (protocol !== undefined) this.#protocol = protocol;
    else this.#complain(words.length === 1 ? `bad protocol in ${where}` : `bad ${where}`);
  }

  #complain(message: string): void {
    const record = this.#binary ? 'record ' : '';
    this.#options.complain(`${this.#facts.name}:${record}${this.#lines.number}: ${message}`);
  }
}

/** Stands for a field that nothing is known of. */
const IGNORED: FieldReader = { name: 'none', size: 0, order: 0, parse: () => undefined, put: () => {} };
