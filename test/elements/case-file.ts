import { parsePacket } from './packet-notation.ts';
import type { TimedPacket } from './pcap.ts';

/** One case of a `.case` file. */
export interface Case {
  title: string;
  config: string;
  /** Further arguments of clickforge-run. */
  options: string[];
  /** By device. */
  inputs: Map<number, TimedPacket[]>;
  outputs: Map<number, ExpectedPacket[]>;
  handlers: ExpectedValue[];
  /** Lines of all that the control protocol answered; undefined: not looked at. */
  answers?: string[];
  /** Lines of the log; undefined: not looked at. */
  log?: string[];
  /** What the run ends with instead of starting; between slashes: a regular expression. */
  error?: string;
}

/** What a read handler says. */
export interface ExpectedValue {
  name: string;
  /** Between slashes: a regular expression. */
  value: string;
  /** Undefined: at the run's end. */
  time?: bigint;
}

export interface ExpectedPacket {
  /** Undefined: at any time. */
  time?: bigint;
  bytes: Uint8Array;
}

/** Cases are parted by lines `=== TITLE`, their sections by lines `--- NAME`; `#` begins a comment line. */
export function parseCases(text: string): Case[] {
  const parts = text.split(/^=== (.*)\n/m);
  const cases: Case[] = [];
  for (let i = 1; i < parts.length; i += 2) cases.push(parseCase(parts[i]!, parts[i + 1]!));
  return cases;
}

function parseCase(title: string, text: string): Case {
  const result: Case = {
    title,
    config: '',
    options: [],
    inputs: new Map(),
    outputs: new Map(),
    handlers: [],
  };
  const parts = text.split(/^--- (.*)\n/m);
  for (let i = 1; i < parts.length; i += 2) addSection(result, parts[i]!.trim(), parts[i + 1]!);
  return result;
}

function addSection(result: Case, heading: string, text: string): void {
  const [name, number] = heading.split(/\s+/);
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (name === 'config') result.config = text;
  else if (name === 'options') result.options.push(...lines.flatMap(option));
  else if (name === 'in') result.inputs.set(Number(number), lines.flatMap(parseInput));
  else if (name === 'out') result.outputs.set(Number(number), lines.flatMap(parseOutput));
  else if (name === 'handlers') result.handlers = parseHandlers(lines);
  else if (name === 'answers') result.answers = lines;
  else if (name === 'log') result.log = lines;
  else if (name === 'error') result.error = lines.join('\n');
  else throw new Error(`no such section: ${heading}`);
}

/** `write [TIME] HANDLER VALUE` and `control [TIME] LINE`; anything else is `--NAME [VALUE]`. */
function option(line: string): string[] {
  const [name, first, ...rest] = line.trim().split(/\s+/);
  const timed = /^[\d.]+(s|ms|us|ns)$/.test(first ?? '');
  if (name === 'until') return ['--until', String(parseTime(first!))];
  if (name !== 'write' && name !== 'control') return [`--${name}`, ...(first === undefined ? [] : [first])];
  const [time, word, ...words] = timed ? [first!, ...rest] : ['0s', first!, ...rest];
  const separator = name === 'write' && words.length > 0 ? '=' : ' ';
  return [`--${name}`, `${parseTime(time)}@${[word, words.join(' ')].join(separator).trim()}`];
}

/** `[@TIME] [N *] PACKET`, or `cuts PACKET`: the packet cut at every byte, from empty to whole. */
function parseInput(line: string): TimedPacket[] {
  const { time = 0n, count, notation } = parseLine(line);
  if (!notation.startsWith('cuts ')) {
    const bytes = parsePacket(notation);
    return Array.from({ length: count }, () => ({ time, bytes }));
  }
  const whole = parsePacket(notation.slice(5));
  return Array.from({ length: whole.length + 1 }, (_, size) => ({ time, bytes: whole.slice(0, size) }));
}

function parseOutput(line: string): ExpectedPacket[] {
  const { time, count, notation } = parseLine(line);
  const bytes = parsePacket(notation);
  return Array.from({ length: count }, () => (time === undefined ? { bytes } : { time, bytes }));
}

function parseLine(line: string): { time?: bigint; count: number; notation: string } {
  const [, time, count, notation] = /^\s*(?:@(\S+)\s+)?(?:(\d+) \*\s+)?(.*)$/.exec(line)!;
  return {
    ...(time ? { time: parseTime(time) } : {}),
    count: Number(count ?? 1),
    notation: notation!.trim(),
  };
}

const UNITS: Record<string, number> = { s: 1e9, ms: 1e6, us: 1e3, ns: 1 };

function parseTime(text: string): bigint {
  const [, number, unit] = /^([\d.]+)(s|ms|us|ns)$/.exec(text) ?? [];
  if (unit === undefined) throw new Error(`not a time: ${text}`);
  return BigInt(Math.round(Number(number) * UNITS[unit]!));
}

/** `[@TIME] NAME VALUE`, or `[@TIME] NAME` and the value's lines behind it, each after a bar. */
function parseHandlers(lines: string[]): ExpectedValue[] {
  const handlers: ExpectedValue[] = [];
  for (const line of lines) {
    if (line.startsWith('|')) {
      handlers.at(-1)!.value += `${line.slice(1)}\n`;
      continue;
    }
    const [, time, name, value] = /^(?:@(\S+)\s+)?(\S+)\s?(.*)$/.exec(line)!;
    handlers.push({ name: name!, value: value!, ...(time ? { time: parseTime(time) } : {}) });
  }
  const rank = ({ time }: ExpectedValue) => (time === undefined ? Number.POSITIVE_INFINITY : Number(time));
  return handlers.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}
