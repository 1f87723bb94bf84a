import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/click-config-parser/index.ts';
import { reportGithub, reportGitlab } from '../../src/reporters/index.ts';

const FILE = 'a, 50%:b.click';
const TEXT = 'Idle\n-> Queeu -> Discard;\nIdle -> Diskard;\n';
const sources = new Map([[FILE, TEXT]]);
const at = (word: string, more: Partial<Diagnostic> = {}): Diagnostic => {
  const start = TEXT.indexOf(word);
  const span = { file: FILE, start, end: start + word.length };
  return { code: 'CF2001', severity: 'error', message: `what is ${word}`, span, ...more };
};
const lost: Diagnostic = { code: 'CF7101', severity: 'error', message: 'not there' };

test('workflow commands name file, lines and columns, each escaped', () => {
  const hinted = at('Queeu', { hint: '100% sure?\nno' });
  const whole = at('Idle\n-> Queeu', { severity: 'warning' });
  const noted = at('Diskard', {
    severity: 'note',
    notes: [{ message: 'see', span: { file: FILE, start: 0, end: 4 } }],
  });
  expect(reportGithub([hinted, whole, noted, lost], sources).split('\n')).toEqual([
    '::error title=CF7101::not there',
    '::warning file=a%2C 50%25%3Ab.click,line=1,endLine=2,title=CF2001::what is Idle%0A-> Queeu',
    '::error file=a%2C 50%25%3Ab.click,line=2,endLine=2,col=4,endColumn=9,title=CF2001::what is Queeu%0A100%25 sure?%0Ano',
    `::notice file=a%2C 50%25%3Ab.click,line=3,endLine=3,col=9,endColumn=16,title=CF2001::what is Diskard%0Asee (${FILE.replace('%', '%25')}:1)`,
    '',
  ]);
});

test('a code quality report tells each finding once, and knows it again when it has moved', () => {
  const found = [at('Queeu'), at('Queeu'), at('Diskard', { severity: 'warning' }), lost];
  const report = reportGitlab(found, sources, 'vnf.click');
  expect(report.map(({ check_name, severity, location }) => [check_name, severity, location])).toEqual([
    ['CF7101', 'major', { path: 'vnf.click', lines: { begin: 1 } }],
    ['CF2001', 'major', { path: FILE, lines: { begin: 2 } }],
    ['CF2001', 'major', { path: FILE, lines: { begin: 2 } }],
    ['CF2001', 'minor', { path: FILE, lines: { begin: 3 } }],
  ]);
  expect(new Set(report.map(({ fingerprint }) => fingerprint)).size).toBe(4);
  const moved = reportGitlab([at('Queeu')], new Map([[FILE, `\n\n${TEXT}`]]), 'vnf.click');
  expect(moved[0]!.fingerprint).toBe(report[1]!.fingerprint);
});
