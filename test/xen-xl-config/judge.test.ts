import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { integerOf, parse, settings, type XlValue } from '../../src/xen-xl-config/index.ts';
import { soup } from './soup.ts';

const NAMES = ['a', 'b', 'vif', 'memory'];
const compiler = ['clang-19', 'cc'].find((each) => spawnSync(each, ['--version']).status === 0);
const possible = compiler !== undefined && existsSync('/usr/include/libxlutil.h');

describe.runIf(possible)('xl’s own library as judge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xl-judge-'));
  const judge = join(folder, 'judge');

  beforeAll(() => {
    const source = fileURLToPath(new URL('judge.c', import.meta.url));
    const done = spawnSync(compiler!, ['-O1', '-o', judge, source, '-lxlutil'], { encoding: 'utf8' });
    expect(done.stderr).toBe('');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('takes and refuses the same texts, and reads the same values', () => {
    const texts = fc.sample(soup, 5000);
    const input = texts.map((text) => `${Buffer.byteLength(text)}\n${text}`).join('');
    const { stdout } = spawnSync(judge, NAMES, { input, encoding: 'utf8', maxBuffer: 1 << 26 });
    const verdicts = stdout.split(/^R /m).slice(1);
    expect(verdicts).toHaveLength(texts.length);
    let accepted = 0;
    for (const [index, text] of texts.entries()) {
      if (endsInOddCharacter(text)) continue;
      expect({ text, verdict: ours(text) }).toEqual({ text, verdict: verdicts[index] });
      if (verdicts[index]!.startsWith('0\n')) accepted++;
    }
    expect(accepted).toBeGreaterThan(500);
  });
});

/** xl overlooks a character that it cannot read when it is the very last of the file; we do not. */
function endsInOddCharacter(text: string): boolean {
  const last = parse(text).problems.at(-1);
  return last?.start === text.length - 1 && last.end === text.length;
}

/** Our reading in the judge's words. */
function ours(text: string): string {
  const { document, problems } = parse(text);
  if (problems.some((problem) => problem.severity === 'error')) return '22\n';
  const all = settings(document);
  const lines = NAMES.flatMap((name) => {
    const setting = all.get(name);
    if (!setting) return [];
    const number = setting.value.kind === 'list' || setting.joined ? undefined : integerOf(setting.value);
    return [`${name} ${told(setting.value)}`, ...(number === undefined ? [] : [`${name} number ${number}`])];
  });
  return ['0', ...lines, ''].join('\n');
}

function told(value: XlValue): string {
  if (value.kind !== 'list') return `string x${Buffer.from(value.text).toString('hex')}`;
  const items = value.items.map((item) =>
    item.kind === 'list' ? '-' : `x${Buffer.from(item.text).toString('hex')}`,
  );
  return ['list', ...items].join(' ');
}
