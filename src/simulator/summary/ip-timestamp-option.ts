import { dotted, u32 } from './numbers.ts';
import type { OptionScanner } from './options-text.ts';
import { word32 } from './options-text.ts';

const KIND = 68;

/** Low half of the flag byte: what stands before each time stamp. */
const FLAG = { TIMES: 0, ADDRESSES: 1, GIVEN: 3 } as const;

/** Top bit of a time stamp that is not milliseconds since midnight. */
const ODD = 0x8000_0000;

export function printTimestampOption(option: Uint8Array): string {
  const flag = option[3]! & 15;
  const pointer = option[2]! - 1;
  const size = flag >= 1 && flag <= 3 ? 8 : 4;
  const name = { [FLAG.TIMES]: '', [FLAG.ADDRESSES]: '.ip', [FLAG.GIVEN]: '.preip' }[flag] ?? `.${flag}`;
  let text = '';
  let separator = '';
  let at = 4;
  for (; at + size <= option.length; at += size) {
    if (at === pointer && flag !== FLAG.GIVEN) break;
    text += at === pointer ? '^' : separator;
    text += printEntry(option, at, size, flag === FLAG.GIVEN && at >= pointer);
    separator = ',';
  }
  if (at === option.length && at === pointer) text += '^';
  const room =
    at + size <= option.length && at === pointer ? `+${Math.floor((option.length - at) / size)}` : '';
  const overflow = option[3]! & 0xf0 ? `++${option[3]! >> 4}` : '';
  return `ts${name}{${text}}${room}${overflow}`;
}

function printEntry(option: Uint8Array, at: number, size: number, open: boolean): string {
  const address = size === 8 ? dotted(option, at) : '';
  if (open) return address;
  const value = u32(option, at + size - 4);
  const time = `${value >= ODD ? '!' : ''}${value % ODD}`;
  return address === '' ? time : `${address}=${time}`;
}

/** What follows `ts`. */
export function parseTimestampOption(scanner: OptionScanner): number[] | undefined {
  let flag = readFlag(scanner);
  if (flag === undefined) return undefined;
  const option = [KIND, 0, 0, 0];
  let pointer = -1;
  for (;;) {
    if (pointer < 0 && scanner.take('^')) pointer = option.length + 1;
    if (!scanner.sees(/[\d!]/y)) break;
    // Without a flag, the first entry says whether addresses are given.
    if (flag < 0) flag = scanner.sees(/\d+\./y) ? FLAG.ADDRESSES : FLAG.TIMES;
    if (flag === FLAG.ADDRESSES && pointer >= 0) flag = FLAG.GIVEN;
    const entry = readEntry(scanner, flag !== FLAG.TIMES, pointer >= 0);
    if (!entry) return undefined;
    option.push(...entry);
    scanner.take(',');
  }
  if (!scanner.take('}')) return undefined;
  flag = Math.max(flag, FLAG.TIMES);
  option[2] = pointer >= 0 ? pointer : option.length + 1;
  const room = readCount(scanner, '+', 63);
  if (room !== undefined) option.push(...new Array<number>(room * (flag === FLAG.TIMES ? 4 : 8)).fill(0));
  option[3] = ((readCount(scanner, '++', 15) ?? 0) << 4) | flag;
  option[1] = option.length;
  return option.length > 255 ? undefined : option;
}

/** -1: not said. */
function readFlag(scanner: OptionScanner): number | undefined {
  if (scanner.take('{')) return -1;
  if (scanner.take('.ip{')) return FLAG.ADDRESSES;
  if (scanner.take('.preip{')) return FLAG.GIVEN;
  if (!scanner.take('.')) return undefined;
  const flag = scanner.number(15);
  return scanner.take('{') ? flag : undefined;
}

function readEntry(scanner: OptionScanner, addressed: boolean, open: boolean): number[] | undefined {
  if (!addressed) return readTime(scanner);
  const address = scanner.address();
  if (!address) return undefined;
  if (scanner.take('=?') || !scanner.sees(/=/y)) return open ? [...address, 0, 0, 0, 0] : undefined;
  scanner.take('=');
  const time = readTime(scanner);
  return time && [...address, ...time];
}

function readTime(scanner: OptionScanner): number[] | undefined {
  const odd = scanner.take('!');
  const value = scanner.number(0xffff_ffff);
  return value === undefined ? undefined : word32((value % ODD) + (odd || value >= ODD ? ODD : 0));
}

function readCount(scanner: OptionScanner, sign: string, most: number): number | undefined {
  const pattern = sign === '+' ? /\+\d/y : /\+\+\d/y;
  if (!scanner.sees(pattern)) return undefined;
  scanner.take(sign);
  return scanner.number(most);
}
