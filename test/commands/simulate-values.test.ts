import { describe, expect, test } from 'vitest';
import {
  deviceFiles,
  expectedFiles,
  handlerWrites,
  positiveNumber,
  wholeNumber,
} from '../../src/commands/simulate-values.ts';

describe('values of options of simulate', () => {
  test('each device has one file, by a number that devices can have', () => {
    const first = deviceFiles('0=a.pcap');
    expect([...deviceFiles('31=b=c', first)]).toEqual([
      [0, 'a.pcap'],
      [31, 'b=c'],
    ]);
    expect(() => deviceFiles('0=b.pcap', first)).toThrow('Device 0 has a file already.');
    expect(() => deviceFiles('32=b.pcap')).toThrow('Devices have numbers from 0 to 31.');
    expect(() => deviceFiles('b.pcap')).toThrow('It has to be DEVICE=FILE, as 0=in.pcap.');
    expect(expectedFiles('b.pcap', expectedFiles('1=a.pcap'))).toEqual([
      { device: 1, file: 'a.pcap' },
      { file: 'b.pcap' },
    ]);
  });

  test('handlers are written what stands behind the first equals sign', () => {
    expect(handlerWrites('a.b=c=d', [{ handler: 'x.y', value: '' }])).toEqual([
      { handler: 'x.y', value: '' },
      { handler: 'a.b', value: 'c=d' },
    ]);
    expect(() => handlerWrites('=c')).toThrow('It has to be ELEMENT.HANDLER=VALUE.');
  });

  test('numbers are whole, and fit', () => {
    expect([wholeNumber('0'), positiveNumber('65535')]).toEqual([0, 65535]);
    for (const text of ['', '-1', '1.5', 'x', '9007199254740993'])
      expect(() => wholeNumber(text)).toThrow('It has to be a number.');
    for (const text of ['0', '65536'])
      expect(() => positiveNumber(text)).toThrow('It has to be from 1 to 65535.');
  });
});
