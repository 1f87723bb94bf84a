import { describe, expect, test } from 'vitest';
import { IP_OPTIONS, parseIpOptions, printIpOptions } from '../../../src/simulator/summary/ip-options.ts';
import { parseTcpOptions, printTcpOptions, TCP_OPTIONS } from '../../../src/simulator/summary/tcp-options.ts';

const ALL = ~0;
const bytes = (text: string) => Uint8Array.from(text.split(' ').filter(Boolean), Number);
const show = (options: Uint8Array | undefined) => options && Array.from(options).join(' ');

describe('IP options', () => {
  test.each([
    // The pointer of a route counts from 1: 4 is the first address, one past the last when it is full.
    ['rr{}', '7 3 4'],
    ['rr{1.2.3.4}+1', '7 11 8 1 2 3 4 0 0 0 0'],
    ['lsrr{^1.2.3.4,5.6.7.8}', '131 11 4 1 2 3 4 5 6 7 8'],
    ['ssrr{1.2.3.4^}', '137 7 8 1 2 3 4'],
    ['nop;nop;eol', '1 1 0'],
    ['ts{}+2', '68 12 5 0 0 0 0 0 0 0 0 0'],
    ['ts{5,!7^}++3', '68 12 13 48 0 0 0 5 128 0 0 7'],
    ['ts.ip{1.2.3.4=9^}', '68 12 13 1 1 2 3 4 0 0 0 9'],
    ['ts.preip{1.2.3.4=9^5.6.7.8}', '68 20 13 3 1 2 3 4 0 0 0 9 5 6 7 8 0 0 0 0'],
    ['148=0:1', '148 4 0 1'],
  ])('%s stands for %s, and back', (text, expected) => {
    const options = parseIpOptions(text);
    expect(show(options)).toBe(expected);
    expect(printIpOptions(bytes(expected), ALL)).toBe(text);
  });

  test.each([
    [
      'rr{1.2.3.4^5.6.7.8}',
      '7 11 8 1 2 3 4 5 6 7 8',
      'where a route is recorded, room begins at the pointer',
    ],
    ['ts{1.2.3.4=9}', '68 12 13 1 1 2 3 4 0 0 0 9', 'the first entry says that there are addresses'],
    ['ts{1.2.3.4=9^5.6.7.8=?}', '68 20 13 3 1 2 3 4 0 0 0 9 5 6 7 8 0 0 0 0', 'addresses behind the pointer'],
    ['ts.0{5}', '68 8 9 0 0 0 0 5', 'the flag as a number'],
    ['ts{^5}', '68 8 5 0 0 0 0 5', 'the pointer before the first'],
    ['ts{2147483653}', '68 8 9 0 128 0 0 5', 'the top bit makes a time odd'],
    ['nop,148=1', '1 148 3 1', 'commas separate, too'],
    ['200', '200', 'a kind alone has no length byte'],
    ['eol;nop', '0 1', 'what follows the end is kept'],
    [
      `nop;${'1'.repeat(0)}148=${new Array(38).fill('0').join(':')}`,
      `148 40 ${'0 '.repeat(38).trim()}`,
      'a nop too many goes',
    ],
    ['rr{}+64', '7 3 4', 'more room than any header has is none'],
    ['ts{}+64', '68 4 5 0', 'as for a route'],
    ['.', '', 'none'],
    ['', '', 'nothing at all'],
  ])('reads %s', (text, expected) => {
    expect(show(parseIpOptions(text))).toBe(expected);
  });

  test.each([
    '-',
    'what',
    'rr{1.2.3.256}',
    'rr{1.2.3}',
    'rr{1.2.3.4',
    'rr{}+10',
    'ts',
    'ts.ip',
    'ts.16{}',
    'ts.x{}',
    'ts{5',
    'ts{!}',
    'ts.ip{1.2.3.4}',
    'ts.ip{1.2.3.999=5}',
    'ts.ip{1.2.3.4=x}',
    'eol,nop',
    '256',
    '148=1:256',
    '148=1:2:',
    'nop nop',
    'nop;',
    `148=${new Array(39).fill('0').join(':')}`,
  ])('refuses %s', (text) => {
    expect(parseIpOptions(text)).toBeUndefined();
  });

  test.each([
    ['7 11 8 1 2 3 4 0 0 0 0', 'rr{1.2.3.4}+1'],
    ['131 11 8 1 2 3 4 5 6 7 8', 'lsrr{1.2.3.4^5.6.7.8}'],
    ['68 8 5 0 0 0 0 0', 'ts{}+1'],
    ['68 8 5 2 1 2 3 4', 'ts.2{}'],
    ['68 8 5 7 0 0 0 0', 'ts.7{}+1'],
    ['68 12 13 3 1 2 3 4 0 0 0 5', 'ts.preip{1.2.3.4=5^}'],
    ['1 0 7', 'nop;eol'],
    ['148 2 200 3 9', '148;200=9'],
    ['', '.'],
    // Broken: a length beyond the end or of less than itself, a pointer into the option's head, none at all.
    ['7', '?'],
    ['7 8 4', '?'],
    ['7 1', '?'],
    ['7 3 3', '?'],
    ['7 2', '?'],
    ['68 4 4 0', '?'],
    ['68 3 5', '?'],
    ['148 1', '?'],
  ])('prints %s as %s', (options, expected) => {
    expect(printIpOptions(bytes(options), ALL)).toBe(expected);
  });

  test('prints the wanted kinds only', () => {
    const options = bytes('1 7 3 4 68 4 5 0 148 2 0');
    const print = (kinds: number) => printIpOptions(options, kinds);
    expect(print(ALL)).toBe('nop;rr{};ts{^};148;eol');
    expect(print(IP_OPTIONS.ALL_BUT_PADDING)).toBe('rr{};ts{^};148');
    expect(print(IP_OPTIONS.ROUTE)).toBe('rr{}');
    expect(print(IP_OPTIONS.TIMESTAMP)).toBe('ts{^}');
    expect(print(IP_OPTIONS.UNKNOWN)).toBe('148');
    expect(print(IP_OPTIONS.PADDING)).toBe('nop;eol');
    expect(print(0)).toBe('.');
  });
});

describe('TCP options', () => {
  test.each([
    ['mss1460;wscale7;sackok', '2 4 5 180 3 3 7 4 2'],
    ['sack1-2;sack3-4294967295', '5 18 0 0 0 1 0 0 0 2 0 0 0 3 255 255 255 255'],
    ['nop;nop;ts1:258', '1 1 8 10 0 0 0 1 0 0 1 2'],
    ['200=1:2;eol', '200 4 1 2 0'],
  ])('%s stands for %s, and back', (text, expected) => {
    expect(show(parseTcpOptions(text, TCP_OPTIONS.ALL))).toBe(expected);
    expect(printTcpOptions(bytes(expected), TCP_OPTIONS.ALL)).toBe(text);
  });

  test.each([
    ['sack1:2,sack3:4', '5 18 0 0 0 1 0 0 0 2 0 0 0 3 0 0 0 4'],
    ['ts1:2', '1 1 8 10 0 0 0 1 0 0 0 2'],
    ['sackok,ts1:2', '4 2 8 10 0 0 0 1 0 0 0 2'],
  ])('reads %s', (text, expected) => {
    expect(show(parseTcpOptions(text, TCP_OPTIONS.ALL))).toBe(expected);
  });

  test.each([
    'mss65536',
    'mss',
    'wscale256',
    'sack1',
    'sack1-',
    'sack1-4294967296',
    'sack4294967296-1',
    'ts1',
    'ts1:',
    'ts1:4294967296',
    'ts4294967296:1',
    'eol,nop',
    'nonsense',
  ])('refuses %s', (text) => {
    expect(parseTcpOptions(text, TCP_OPTIONS.ALL)).toBeUndefined();
  });

  test.each(['mss1', 'wscale1', 'ts1:2', 'nop', 'eol', '200=1'])('%s is no option of SACK', (text) => {
    expect(parseTcpOptions(text, TCP_OPTIONS.SACK)).toBeUndefined();
    expect(parseTcpOptions(text, TCP_OPTIONS.ALL)).toBeDefined();
  });

  test('SACK is no padding', () => {
    for (const text of ['sackok', 'sack1-2'])
      expect(parseTcpOptions(text, TCP_OPTIONS.PADDING)).toBeUndefined();
  });

  test.each([
    ['2', '?'],
    ['2 3 5', '?'],
    ['3 4 5 6', '?'],
    ['4 3 1', '?'],
    ['8 9 0 0 0 0 0 0 0', '?'],
    ['5 9 0 0 0 0 0 0 0', '?'],
    ['5 10 0 0', '?'],
    ['200 1', '?'],
    ['1 0 1', 'nop;eol'],
    ['', '.'],
  ])('prints %s as %s', (options, expected) => {
    expect(printTcpOptions(bytes(options), TCP_OPTIONS.ALL)).toBe(expected);
  });

  test('prints the wanted kinds only', () => {
    const options = bytes('1 2 4 0 9 3 3 1 4 2 5 10 0 0 0 1 0 0 0 2 8 10 0 0 0 1 0 0 0 2 200 2 0');
    const print = (kinds: number) => printTcpOptions(options, kinds);
    expect(print(TCP_OPTIONS.ALL)).toBe('nop;mss9;wscale1;sackok;sack1-2;ts1:2;200;eol');
    expect(print(TCP_OPTIONS.RARE)).toBe('mss9;wscale1;sackok;sack1-2;200');
    expect(print(TCP_OPTIONS.SACK)).toBe('sackok;sack1-2');
    expect(print(TCP_OPTIONS.PADDING)).toBe('nop;eol');
    expect(print(0)).toBe('.');
  });
});
