import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConsoleStream } from '../../src/toolstack/console-stream.ts';

function read(pieces: readonly string[]) {
  const lines: string[] = [];
  const answers: string[] = [];
  const stream = new ConsoleStream(
    (line) => lines.push(line),
    (answer) => answers.push(answer),
  );
  for (const piece of pieces) stream.take(piece);
  return { lines, answers, rest: stream.rest };
}

/** As the guest frames an answer. */
const framed = (answer: string) =>
  `\x02${answer.replace(/[\x02\x03\x10]/g, (byte) => `\x10${String.fromCharCode(byte.charCodeAt(0) ^ 0x40)}`)}\x03`;

describe('a console', () => {
  test('carries lines and answers that never mix', () => {
    expect(read(['clickforge: a\r\nhalf\x02200 OK\r\n\x03 a line\r\nrest'])).toEqual({
      lines: ['clickforge: a', 'half a line'],
      answers: ['200 OK\r\n'],
      rest: 'rest',
    });
  });

  test('moves no cursor', () => {
    expect(read(['\x1b[2Jgone\x07\r\n\ttab\n'])).toMatchObject({ lines: ['?[2Jgone?', '\ttab'] });
  });

  test('goes on behind an answer whose end was lost', () => {
    expect(read(['\x02200 lo\x02200 OK\x03'])).toMatchObject({ answers: ['200 OK'] });
    expect(read(['st\x03a line\r\n'])).toMatchObject({ answers: [], lines: ['sta line'] });
  });

  test('gives back every answer, in pieces of any size', () => {
    const bytes = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(fc.array(bytes), fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (answers, sizes) => {
        const text = answers.map((answer) => `log\r\n${framed(answer)}`).join('');
        const pieces: string[] = [];
        for (let at = 0; at < text.length; ) {
          const size = sizes.next().value as number;
          pieces.push(text.slice(at, at + size));
          at += size;
        }
        expect(read(pieces)).toEqual({ answers, lines: answers.map(() => 'log'), rest: '' });
      }),
    );
  });
});
