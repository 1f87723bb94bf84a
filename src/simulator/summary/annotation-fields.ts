import type { PacketRecord } from '../record.ts';
import type { FieldReader, FieldValue, FieldWriter } from './field.ts';
import { bigEndian, fromBigEndian, ORDER } from './field.ts';
import type { Time } from './time.ts';
import { parseTime, printTime } from './time.ts';

const order = ORDER.annotation;

const time = (record: PacketRecord): Time => ({ seconds: record.seconds, nanoseconds: record.nanoseconds });
const firstTime = (record: PacketRecord): Time => ({
  seconds: record.firstSeconds,
  nanoseconds: record.firstNanoseconds,
});

/** Seconds, then a fraction in units of `unit` nanoseconds, four bytes each. */
function encodeTime(unit: number): NonNullable<FieldWriter['encode']> {
  return (value) => {
    const { seconds, nanoseconds } = (value as Time | undefined) ?? { seconds: 0, nanoseconds: 0 };
    return Buffer.concat([bigEndian(seconds, 4), bigEndian(Math.floor(nanoseconds / unit), 4)]);
  };
}

function decodeTime(unit: number): NonNullable<FieldReader['decode']> {
  return (bytes) => ({
    seconds: fromBigEndian(bytes.subarray(0, 4)),
    nanoseconds: fromBigEndian(bytes.subarray(4, 8)) * unit,
  });
}

function timeWriter(name: string, get: (record: PacketRecord) => Time, unit: number): FieldWriter {
  return {
    name,
    size: 8,
    value: ({ record }) => get(record),
    print: (value) => printTime(value as Time),
    encode: encodeTime(unit),
  };
}

function timeReader(name: string, first: boolean, unit: number): FieldReader {
  return {
    name,
    size: 8,
    order,
    parse: parseTime,
    decode: decodeTime(unit),
    put({ record }, value) {
      const { seconds, nanoseconds } = value as Time;
      if (first) Object.assign(record, { firstSeconds: seconds, firstNanoseconds: nanoseconds });
      else Object.assign(record, { seconds, nanoseconds });
    },
  };
}

const microseconds = ({ seconds, nanoseconds }: Time) => seconds * 1e6 + Math.floor(nanoseconds / 1000);

function printDirection(value: FieldValue): string {
  return value === 0 ? '>' : value === 1 ? '<' : `${value}`;
}

function parseDirection(text: string): number | undefined {
  if (text === '>') return 0;
  if (text === '<') return 1;
  return /^\d+$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}

export const annotationWriters: readonly FieldWriter[] = [
  timeWriter('timestamp', time, 1000),
  timeWriter('ntimestamp', time, 1),
  timeWriter('first_timestamp', firstTime, 1000),
  timeWriter('first_ntimestamp', firstTime, 1),
  { name: 'ts_sec', size: 4, value: ({ record }) => record.seconds },
  { name: 'ts_usec', size: 4, value: ({ record }) => Math.floor(record.nanoseconds / 1000) },
  { name: 'ts_usec1', size: 8, value: ({ record }) => microseconds(time(record)) },
  { name: 'count', size: 4, value: ({ record }) => 1 + record.extraPackets },
  { name: 'link', size: 1, value: ({ record }) => record.paint },
  { name: 'paint', size: 1, value: ({ record }) => record.paint },
  { name: 'direction', size: 1, value: ({ record }) => record.paint, print: printDirection },
  { name: 'aggregate', size: 4, value: ({ record }) => record.aggregate },
  { name: 'wire_len', size: 4, value: (packet) => packet.bytes.length - packet.start },
];

const paintReader = (name: string): FieldReader => ({
  name,
  size: 1,
  order,
  parse: parseDirection,
  put({ record }, value) {
    record.paint = value as number;
  },
});

export const annotationReaders: readonly FieldReader[] = [
  timeReader('timestamp', false, 1000),
  timeReader('ntimestamp', false, 1),
  timeReader('first_timestamp', true, 1000),
  timeReader('first_ntimestamp', true, 1),
  {
    name: 'ts_sec',
    size: 4,
    order,
    put({ record }, value) {
      record.seconds = value as number;
    },
  },
  {
    name: 'ts_usec',
    size: 4,
    order,
    put({ record }, value) {
      record.nanoseconds = ((value as number) % 1e6) * 1000;
    },
  },
  {
    name: 'ts_usec1',
    size: 8,
    order,
    put({ record }, value) {
      record.seconds = Math.floor((value as number) / 1e6);
      record.nanoseconds = ((value as number) % 1e6) * 1000;
    },
  },
  {
    name: 'count',
    size: 4,
    order,
    put({ record }, value) {
      record.extraPackets = Math.max((value as number) - 1, 0);
    },
  },
  paintReader('link'),
  paintReader('paint'),
  paintReader('direction'),
  {
    name: 'aggregate',
    size: 4,
    order,
    put({ record }, value) {
      record.aggregate = value as number;
    },
  },
  {
    name: 'wire_len',
    size: 4,
    order,
    put(packet, value) {
      packet.wantedLength = value as number;
    },
  },
];
