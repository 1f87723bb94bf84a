import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, CommandCutter } from '../../../../src/commands/click/control/command-cutter.ts';

function cut(...pieces: string[]): Command[] {
  const cutter = new CommandCutter();
  return pieces.flatMap((piece) => [...cutter.take(Buffer.from(piece, 'latin1'))]);
}

const lines = (...pieces: string[]) => cut(...pieces).map(({ line }) => line);

describe('what a client sends', () => {
  it('is cut at line feeds, returns, and both', () => {
    expect(lines('read a.b\nread c.d\rread e.f\r\nread g')).toEqual(['read a.b', 'read c.d', 'read e.f']);
    expect(lines('x\r', '\ny\n\n')).toEqual(['x', 'y', '']);
  });

  it('has the data behind the line that announces it', () => {
    expect(cut('WRITEDATA s.switch 3\r\n1\n2read c.count\n')).toEqual([
      { line: 'WRITEDATA s.switch 3', data: '\n1\n', tooLong: false },
      { line: '2read c.count', data: '', tooLong: false },
    ]);
    expect(cut('readdata a.b 2\rxy')).toEqual([{ line: 'readdata a.b 2', data: 'xy', tooLong: false }]);
    expect(cut('writedata a.b 0\nquit\n').map(({ line, data }) => [line, data])).toEqual([
      ['writedata a.b 0', ''],
      ['quit', ''],
    ]);
  });

  it('is kept up to 64 KB a command, and the next one is whole again', () => {
    const [long, next] = cut(`WRITEDATA a.b 100000\n${'x'.repeat(100_000)}read c.d\n`);
    expect([long!.data.length, long!.tooLong]).toEqual([65_536, true]);
    expect(next).toEqual({ line: 'read c.d', data: '', tooLong: false });
    const [line, after] = cut('y'.repeat(50_000), 'y'.repeat(50_000), '\nlist\n');
    expect([line!.line.length, line!.tooLong, after!.line]).toEqual([65_536, true, 'list']);
  });

  it('means the same however it comes in pieces', () => {
    const piece = fc.constantFrom(
      'read a.b',
      '\r',
      '\n',
      '\r\n',
      'WRITEDATA a.b 3\n',
      'xyz',
      ' ',
      'readdata q 1\r',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }),
        fc.array(fc.nat(9), { maxLength: 40 }),
        (parts, sizes) => {
          const text = parts.join('');
          const pieces: string[] = [];
          let at = 0;
          for (const size of sizes) {
            pieces.push(text.substring(at, at + size));
            at += size;
          }
          expect(cut(...pieces, text.substring(at))).toEqual(cut(text));
        },
      ),
    );
  });
});
