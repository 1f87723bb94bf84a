import { u16, u32 } from './numbers.ts';
import type { OptionScanner } from './options-text.ts';
import { parseOptions, printUnknown, word32 } from './options-text.ts';

/** Kinds of TCP options, as bits. */
export const TCP_OPTIONS = {
  PADDING: 1,
  SEGMENT_SIZE: 2,
  WINDOW_SCALE: 4,
  SACK: 8,
  TIMESTAMP: 16,
  UNKNOWN: 32,
  ALL: ~0,
  ALL_BUT_PADDING: ~1,
  /** Those that are no everyday matter: without time stamps and padding. */
  RARE: ~(1 | 16),
} as const;

const KIND = { EOL: 0, NOP: 1, SEGMENT_SIZE: 2, WINDOW_SCALE: 3, SACK_OK: 4, SACK: 5, TIMESTAMP: 8 } as const;

/** Lengths that options of fixed size must have. */
const LENGTHS = new Map<number, number>([
  [KIND.SEGMENT_SIZE, 4],
  [KIND.WINDOW_SCALE, 3],
  [KIND.SACK_OK, 2],
  [KIND.TIMESTAMP, 10],
]);

/** Options as text, separated by `;`; `.` when there are none to print, `?` when they are broken. */
export function printTcpOptions(bytes: Uint8Array, kinds: number): string {
  const printed: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at]!;
    if (kind === KIND.EOL || kind === KIND.NOP) {
      if (kinds & TCP_OPTIONS.PADDING) printed.push(kind === KIND.EOL ? 'eol' : 'nop');
      if (kind === KIND.EOL) break;
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    const option = bytes.subarray(at, at + length);
    const expected = kind === KIND.SACK ? length % 8 === 2 : (LENGTHS.get(kind) ?? length) === length;
    if (length < 2 || option.length < length || !expected) return '?';
    const text = printOption(option, kinds);
    if (text !== '') printed.push(text);
    at += length;
  }
  return printed.join(';') || '.';
}

/** An empty text for kinds that are not wanted. */
function printOption(option: Uint8Array, kinds: number): string {
  const wanted = (bit: number, text: () => string) => (kinds & bit ? text() : '');
  switch (option[0]) {
    case KIND.SEGMENT_SIZE:
      return wanted(TCP_OPTIONS.SEGMENT_SIZE, () => `mss${u16(option, 2)}`);
    case KIND.WINDOW_SCALE:
      return wanted(TCP_OPTIONS.WINDOW_SCALE, () => `wscale${option[2]}`);
    case KIND.SACK_OK:
      return wanted(TCP_OPTIONS.SACK, () => 'sackok');
    case KIND.SACK:
      return wanted(TCP_OPTIONS.SACK, () => printSack(option));
    case KIND.TIMESTAMP:
      return wanted(TCP_OPTIONS.TIMESTAMP, () => `ts${u32(option, 2)}:${u32(option, 6)}`);
    default:
      return wanted(TCP_OPTIONS.UNKNOWN, () => printUnknown(option));
  }
}

function printSack(option: Uint8Array): string {
  const blocks: string[] = [];
  for (let at = 2; at < option.length; at += 8) blocks.push(`sack${u32(option, at)}-${u32(option, at + 4)}`);
  return blocks.join(';');
}

/** Reads options of the given kinds; undefined: wrong, of another kind, or too long. */
export function parseTcpOptions(text: string, kinds: number): Uint8Array | undefined {
  return parseOptions(text, (scanner, before) => parseOption(scanner, before, kinds));
}

function parseOption(scanner: OptionScanner, before: number[], kinds: number): number[] | undefined {
  if (kinds & TCP_OPTIONS.SEGMENT_SIZE && scanner.take('mss')) {
    const size = scanner.number(0xffff);
    return size === undefined ? undefined : [KIND.SEGMENT_SIZE, 4, size >> 8, size & 255];
  }
  if (kinds & TCP_OPTIONS.WINDOW_SCALE && scanner.take('wscale')) {
    const scale = scanner.number(255);
    return scale === undefined ? undefined : [KIND.WINDOW_SCALE, 3, scale];
  }
  if (kinds & TCP_OPTIONS.SACK && scanner.take('sackok')) return [KIND.SACK_OK, 2];
  if (kinds & TCP_OPTIONS.SACK && scanner.take('sack')) return parseSack(scanner);
  if (kinds & TCP_OPTIONS.TIMESTAMP && scanner.take('ts')) return parseTimestamp(scanner, before);
  if (kinds & TCP_OPTIONS.PADDING && scanner.take('nop')) return [KIND.NOP];
  if (kinds & TCP_OPTIONS.PADDING && scanner.take('eol')) return scanner.sees(/,/y) ? undefined : [KIND.EOL];
  return kinds & TCP_OPTIONS.UNKNOWN ? scanner.unknown() : undefined;
}

/** Blocks that follow each other make one option. */
function parseSack(scanner: OptionScanner): number[] | undefined {
  const option: number[] = [KIND.SACK, 0];
  do {
    const from = scanner.number(0xffff_ffff);
    if (from === undefined || !(scanner.take(':') || scanner.take('-'))) return undefined;
    const to = scanner.number(0xffff_ffff);
    if (to === undefined) return undefined;
    option.push(...word32(from), ...word32(to));
  } while (scanner.sees(/[,;]sack\d/y) && (scanner.take(',sack') || scanner.take(';sack')));
  option[1] = option.length;
  return option;
}

/** At the front a time stamp gets the padding that everybody gives it. */
function parseTimestamp(scanner: OptionScanner, before: number[]): number[] | undefined {
  const value = scanner.number(0xffff_ffff);
  if (value === undefined || !scanner.take(':')) return undefined;
  const echo = scanner.number(0xffff_ffff);
  if (echo === undefined) return undefined;
  const padding = before.length === 0 ? [KIND.NOP, KIND.NOP] : [];
  return [...padding, KIND.TIMESTAMP, 10, ...word32(value), ...word32(echo)];
}
