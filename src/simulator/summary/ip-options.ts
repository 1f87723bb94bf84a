import { parseTimestampOption, printTimestampOption } from './ip-timestamp-option.ts';
import { dotted } from './numbers.ts';
import type { OptionScanner } from './options-text.ts';
import { parseOptions, printUnknown } from './options-text.ts';

/** Kinds of IP options to print, as bits. */
export const IP_OPTIONS = { PADDING: 1, ROUTE: 2, TIMESTAMP: 4, UNKNOWN: 32, ALL_BUT_PADDING: ~1 } as const;

const KIND = { EOL: 0, NOP: 1, RECORD_ROUTE: 7, TIMESTAMP: 68, LOOSE: 131, STRICT: 137 } as const;

const ROUTES = new Map<number, string>([
  [KIND.RECORD_ROUTE, 'rr'],
  [KIND.LOOSE, 'lsrr'],
  [KIND.STRICT, 'ssrr'],
]);

/** Options as text, separated by `;`; `.` when there are none to print, `?` when they are broken. */
export function printIpOptions(bytes: Uint8Array, kinds: number): string {
  const printed: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at]!;
    if (kind === KIND.EOL || kind === KIND.NOP) {
      if (kinds & IP_OPTIONS.PADDING) printed.push(kind === KIND.EOL ? 'eol' : 'nop');
      if (kind === KIND.EOL) break;
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    const option = bytes.subarray(at, at + length);
    if (length < 2 || option.length < length) return '?';
    const text = printOption(option, kinds);
    if (text === undefined) return '?';
    if (text !== '') printed.push(text);
    at += length;
  }
  return printed.join(';') || '.';
}

/** An empty text for kinds that are not wanted; undefined for a broken option. */
function printOption(option: Uint8Array, kinds: number): string | undefined {
  const kind = option[0]!;
  const route = ROUTES.get(kind);
  if (route !== undefined) {
    if (option.length < 3 || option[2]! < 4) return undefined;
    return kinds & IP_OPTIONS.ROUTE ? route + printRoute(option) : '';
  }
  if (kind === KIND.TIMESTAMP) {
    if (option.length < 4 || option[2]! < 5) return undefined;
    return kinds & IP_OPTIONS.TIMESTAMP ? printTimestampOption(option) : '';
  }
  return kinds & IP_OPTIONS.UNKNOWN ? printUnknown(option) : '';
}

/** Addresses; `^` stands where the pointer is, `+N` for room that is left. */
function printRoute(option: Uint8Array): string {
  const records = option[0] === KIND.RECORD_ROUTE;
  const pointer = option[2]! - 1;
  let text = '';
  let separator = '';
  let at = 3;
  for (; at + 4 <= option.length; at += 4) {
    if (at === pointer && records) break;
    text += (at === pointer ? '^' : separator) + dotted(option, at);
    separator = ',';
  }
  if (at === option.length && at === pointer && !records) text += '^';
  const room = records && at === pointer && at + 4 <= option.length;
  return `{${text}}${room ? `+${Math.floor((option.length - at) / 4)}` : ''}`;
}

export function parseIpOptions(text: string): Uint8Array | undefined {
  return parseOptions(text, parseOption);
}

function parseOption(scanner: OptionScanner): number[] | undefined {
  for (const [kind, name] of ROUTES) if (scanner.take(`${name}{`)) return parseRoute(scanner, kind);
  if (scanner.take('ts')) return parseTimestampOption(scanner);
  if (scanner.take('nop')) return [KIND.NOP];
  if (scanner.take('eol')) return scanner.sees(/,/y) ? undefined : [KIND.EOL];
  return scanner.unknown();
}

function parseRoute(scanner: OptionScanner, kind: number): number[] | undefined {
  const option = [kind, 0, 0];
  let pointer = -1;
  for (;;) {
    if (pointer < 0 && scanner.take('^')) pointer = option.length + 1;
    if (!scanner.sees(/\d/y)) break;
    const address = scanner.address();
    if (!address) return undefined;
    option.push(...address);
    scanner.take(',');
  }
  if (!scanner.take('}')) return undefined;
  option[2] = pointer >= 0 ? pointer : option.length + 1;
  if (scanner.sees(/\+\d/y)) {
    scanner.take('+');
    option.push(...new Array<number>((scanner.number(63) ?? 0) * 4).fill(0));
  }
  option[1] = option.length;
  return option.length > 255 ? undefined : option;
}
