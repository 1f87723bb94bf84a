import { describe, expect, test } from 'vitest';
import { SimulatorError } from '../../src/simulator/error.ts';
import { bufferedSink, openSink, openSource, saveFile } from '../../src/simulator/files.ts';
import { memorySystem } from '../system/memory-system.ts';

const errno = (code: string) => Object.assign(new Error(code), { code });

describe('standard input', () => {
  /** Reads that fail with these before the content comes. */
  function reading(...codes: string[]) {
    const system = memorySystem({}, { standardInput: 'abc' });
    const { readSync } = system.files;
    const failing = ((...args: Parameters<typeof readSync>) => {
      const code = codes.shift();
      if (code !== undefined) throw errno(code);
      return readSync(...args);
    }) as typeof readSync;
    return openSource({ files: { ...system.files, readSync: failing } }, '-');
  }
  const into = new Uint8Array(8);

  test('is waited for when it has nothing yet', () => {
    const source = reading('EAGAIN', 'EAGAIN');
    expect([source.name, source.size, source.read(into), source.read(into), source.read(into)]).toEqual([
      '<stdin>',
      undefined,
      3,
      0,
      0,
    ]);
  });

  test('ends with an error on some systems', () => {
    expect(reading('EOF').read(into)).toBe(0);
  });

  test('that breaks is told of in the words of Click', () => {
    expect(() => reading('EIO').read(into)).toThrow(new SimulatorError('CF9012', '<stdin>: EIO'));
    expect(() => reading('EISDIR').read(into)).toThrow('<stdin>: Is a directory');
  });
});

test('what is no regular file has no size, and is no archive', () => {
  const system = memorySystem({ '/vnf/pipe': 'abc' });
  const fstatSync = (() => ({ isFile: () => false })) as unknown as typeof system.files.fstatSync;
  expect(openSource({ files: { ...system.files, fstatSync } }, '/vnf/pipe').size).toBeUndefined();
});

test('a sink writes small pieces together and a large one at once, in order', () => {
  const written: string[] = [];
  const sink = bufferedSink(
    'out',
    (bytes) => void written.push(`${bytes[0]}*${bytes.length}`),
    () => {},
  );
  const piece = (byte: number, size: number) => sink.write(new Uint8Array(size).fill(byte));
  piece(1, 10);
  piece(1, 10);
  piece(2, 70_000);
  piece(3, 60_000);
  piece(4, 10_000);
  sink.close();
  expect(written).toEqual(['1*20', '2*70000', '3*60000', '4*10000']);
});

test('files are saved anew or behind their end, or to standard output', () => {
  const system = memorySystem();
  const save = (path: string, text: string, append: boolean) =>
    saveFile(system, path, Buffer.from(text), append);
  save('/vnf/log', 'a', false);
  save('/vnf/log', 'b', true);
  save('-', 'c', true);
  expect([system.volume.readFileSync('/vnf/log', 'utf8'), system.written().output]).toEqual(['ab', 'c']);
  expect(() => save('/vnf', 'x', false)).toThrow(SimulatorError);
});

test('a sink that cannot be written names its file', () => {
  const system = memorySystem({}, { failing: { writeSync: 'ENOSPC' } });
  const sink = openSink(system, '/vnf/out');
  sink.write(Buffer.from('x'));
  expect(() => sink.flush()).toThrow('/vnf/out: No space left on device');
});
