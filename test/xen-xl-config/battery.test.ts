import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check, parse } from '../../src/xen-xl-config/index.ts';
import { type XlView, xlView } from './xl-view.ts';

interface Case {
  title: string;
  text: string;
  accepted: boolean;
  /** What xl 4.17 read, when it accepted the text. */
  read?: XlView;
  /** What it said, when it refused it. */
  xl?: string[];
}

const cases = readFileSync(new URL('fixtures/xl-4.17.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

// xl takes these and makes something of them that nobody can have meant.
const MUST_WARN = [
  'an octal escape',
  'an octal escape and a digit',
  'a number before a blank',
  'no octal digit',
  'digits and letters',
  'a negative number in quotes',
  'a unit',
  'zero',
  'too many digits',
  'empty number',
  'no memory',
  'memory as list',
  'the same name again',
  '+= on a number',
  'a list in a list',
  'a list in a list first',
  'numbers in a list',
  'vif as a string',
  'disk as a string',
  'a dot in a name',
  'an unknown name',
  'type p',
  'type empty',
  'type h',
  'type as list',
  'empty name',
  'slash in the name',
  'extra and cmdline',
  'action as list',
  'vcpus as word',
  'vcpus 0',
  'maxmem below memory',
  'hap as word',
  'vif unknown key',
  'vif capital key',
  'vif blank before =',
  'vif no =',
  'vif bad mac',
  'vif mac without colons',
  'vif mac cut',
  'vif mac long',
  'vif type unknown',
  'vif rate small',
  'vif blank behind =',
  'vif blank at the end',
];

// A MAC with too few or too many bytes: xl keeps the bytes it found, and we drop it as it drops other broken ones.
const READ_DIFFERENTLY = ['vif mac cut', 'vif mac long'];

function problemsOf(text: string) {
  const { document, problems } = parse(text);
  const errors = problems.filter((problem) => problem.severity === 'error');
  return { document, problems: errors.length > 0 ? problems : [...problems, ...check(document)] };
}

describe('what the real xl 4.17 answered', () => {
  test.each(cases)('$title', ({ title, text, accepted, read, xl }) => {
    const { document, problems } = problemsOf(text);
    const errors = problems.filter((problem) => problem.severity === 'error');
    expect({ accepted: errors.length === 0, errors }).toMatchObject({ accepted });
    const line = firstLine(xl ?? []);
    if (line !== undefined) expect(errors.map((error) => lineOf(text, error.start))).toContain(line);
    if (read && !READ_DIFFERENTLY.includes(title)) expect(xlView(document)).toEqual(read);
  });

  test.each(MUST_WARN)('there is a warning for: %s', (title) => {
    const found = cases.find((each) => each.title === title)!;
    const { problems } = problemsOf(found.text);
    expect(problems.map((problem) => problem.severity)).toContain('warning');
  });

  test('what is well formed gives no warning', () => {
    for (const title of [
      'three settings',
      'pvh',
      'vif in full',
      'a list over lines',
      'actions',
      'uuid',
      'ramdisk',
    ]) {
      expect(problemsOf(cases.find((each) => each.title === title)!.text).problems).toEqual([]);
    }
  });

  test('every problem lies inside the text and has a hint', () => {
    for (const { text } of cases) {
      for (const problem of problemsOf(text).problems) {
        expect(problem.start).toBeGreaterThanOrEqual(0);
        expect(problem.end).toBeGreaterThanOrEqual(problem.start);
        expect(problem.end).toBeLessThanOrEqual(text.length);
        expect(problem.hint).toBeTruthy();
      }
    }
  });
});

/** The first line that xl names: it names none for wrong values, and the one before for what it misses at a line's end. */
function firstLine(messages: string[]): number | undefined {
  const lines = messages.flatMap(
    (message) => /^t\.cfg:(\d+): config parsing error near (?!<newline>)/.exec(message)?.[1] ?? [],
  );
  return lines.map(Number).find((line) => line > 0);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
