import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/click-config-parser/index.ts';
import { reportHuman } from '../../src/reporters/index.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

function report(text: string, part: string, more: Partial<Diagnostic> = {}, color = false): string {
  const source = bytes(text);
  const start = source.indexOf(bytes(part));
  const span = { file: 'a.click', start, end: start + bytes(part).length };
  const diagnostic: Diagnostic = { code: 'CF2001', severity: 'error', message: 'wrong', span, ...more };
  return reportHuman([diagnostic], new Map([['a.click', source]]), { color });
}

describe('one finding', () => {
  test('shows the line and carets under the place', () => {
    expect(report('a :: Idle;\nb :: Countr;\n', 'Countr', { hint: "did you mean 'Counter'?" })).toBe(
      `error CF2001: wrong
  --> a.click:2:6
   |
 2 | b :: Countr;
   |      ^^^^^^
  = hint: did you mean 'Counter'?

1 error
`.replace('   |\n', ''),
    );
  });

  test('keeps carets in place behind tabs, umlauts and wide characters', () => {
    const [, where, line, marks] = report('\tä "日本" Countr', 'Countr').split('\n');
    expect(where).toBe('  --> a.click:1:9');
    expect(line).toBe(' 1 |         ä "日本" Countr');
    expect(marks).toBe('   |                  ^^^^^^');
  });

  test('shows bytes that are no UTF-8, and control characters, as one sign each', () => {
    const diagnostic: Diagnostic = {
      code: 'CF1001',
      severity: 'error',
      message: 'wrong',
      span: { file: 'f', start: 3, end: 4 },
    };
    const text = reportHuman([diagnostic], new Map([['f', '\xe9\x01 ]']]));
    expect(text).toContain(' 1 | \ufffd\ufffd ]\n   |    ^\n');
  });

  test('cuts a long line around the place', () => {
    const text = `${'x'.repeat(100_000)} Countr ${'y'.repeat(100_000)}`;
    const lines = report(text, 'Countr').split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(140);
    const at = lines[2]!.indexOf('Countr');
    expect(lines[3]!.indexOf('^^^^^^')).toBe(at);
  });

  test('marks the end of the file', () => {
    const span = { file: 'a.click', start: 8, end: 8 };
    const diagnostic: Diagnostic = { code: 'CF1002', severity: 'error', message: "expected '}'", span };
    expect(reportHuman([diagnostic], new Map([['a.click', 'a -> { b']]))).toContain('   |         ^\n');
  });

  test('underlines the first line of a place that spans several', () => {
    expect(report('m :: X(a,\n b)', '(a,\n b)')).toContain('   |       ^^^\n');
  });

  test('says where a # line places it', () => {
    expect(report('# 70 "g.m4"\nb :: Countr;', 'Countr')).toContain('--> a.click:2:6 (g.m4:70)');
  });

  test('does without a place, and without the text', () => {
    const plain: Diagnostic = { code: 'CF7001', severity: 'error', message: 'no such file' };
    expect(reportHuman([plain], new Map())).toBe('error CF7001: no such file\n\n1 error\n');
    const elsewhere = { ...plain, span: { file: 'x', start: 3, end: 4 } };
    expect(reportHuman([elsewhere], new Map())).toContain('--> x\n');
  });

  test('has colour when asked, and the same text below it', () => {
    const colored = report('b :: Countr;', 'Countr', { notes: [{ message: 'note' }] }, true);
    expect(colored).toContain('\x1b[1;31m');
    expect(colored.replaceAll(/\x1b\[[0-9;]*m/g, '')).toBe(
      report('b :: Countr;', 'Countr', { notes: [{ message: 'note' }] }),
    );
  });
});

test('findings come in the order of their places, with a count at the end', () => {
  const at = (start: number, severity: 'error' | 'warning'): Diagnostic => ({
    code: 'CF1001',
    severity,
    message: `at ${start}`,
    span: { file: 'f', start, end: start + 1 },
  });
  const text = reportHuman([at(4, 'error'), at(0, 'warning'), at(2, 'error')], new Map([['f', 'abcdef']]));
  expect(text.match(/at \d/g)).toEqual(['at 0', 'at 2', 'at 4']);
  expect(text.endsWith('\n2 errors, 1 warning\n')).toBe(true);
});

test('nothing to say is nothing', () => {
  expect(reportHuman([], new Map())).toBe('');
});
