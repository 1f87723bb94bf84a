import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { allCodes, type Explanation, explain } from '../../src/explanations/index.ts';
import { loadRouter, type Traits } from '../../src/router/index.ts';
import { TOOLSTACK_CODES } from '../../src/toolstack/codes.ts';
import { check, parse } from '../../src/xen-xl-config/index.ts';
import { XENSTORE_CODES } from '../../src/xenstore/error.ts';
import { runCommand } from '../commands/run-command.ts';
import { runLine, worldFiles } from './world.ts';

const codes = await allCodes();
const known = new Map<string, Explanation>();
for (const code of Object.keys(codes)) {
  const explanation = await explain(code);
  if (explanation) known.set(code, explanation);
}

/** Commands of examples that need more than files in memory. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.keys({ ...TOOLSTACK_CODES, ...XENSTORE_CODES }).map((code) => [
      code,
      'needs a host: test/toolstack and test/xen have them',
    ]),
  ),
  CF8005: 'must not happen',
  CF9004: 'the simulator cannot be taken away from a running test',
  CF9005: 'must not happen',
};

let files: Awaited<ReturnType<typeof worldFiles>>;

beforeAll(async () => {
  files = await worldFiles();
});

function codesOf(diagnostics: { code: string }[]): string[] {
  return [...new Set(diagnostics.map(({ code }) => code))];
}

const runs: Record<NonNullable<Explanation['language']>, (example: string) => Promise<string[]>> = {
  click: async (example) => {
    const source = Buffer.from(example, 'utf8');
    const { output } = await runCommand(['check', 'example.click', '--json'], {
      '/vnf/example.click': source,
    });
    return codesOf((JSON.parse(output) as { diagnostics: { code: string }[] }).diagnostics);
  },
  shell: async (example) => {
    const { output } = await runLine(example.trim(), files);
    return codesOf((JSON.parse(output) as { diagnostics: { code: string }[] }).diagnostics);
  },
  xl: async (example) => {
    const { document, problems } = parse(example);
    return codesOf([...problems, ...check(document)]);
  },
  spec: async (example) => {
    const spec = parseYaml(example) as Traits;
    const traits = (name: string): Traits | undefined =>
      name === 'Odd' ? spec : { Idle: IDLE, Discard: DISCARD }[name];
    return codesOf(loadRouter('Idle -> Odd -> Discard;', 'example.click', { traits }).diagnostics);
  },
};

const IDLE: Traits = { ports: '-/-', processing: 'a/a', flow: 'x/y' };
const DISCARD: Traits = { ports: '1/0', processing: 'a/a', flow: 'x/x' };

describe('every code', () => {
  test('that the sources speak of is in the list', () => {
    const folder = fileURLToPath(new URL('../../src/', import.meta.url));
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const spoken = sources.flatMap(
      (name) => readFileSync(folder + name, 'utf8').match(/\bCF[0-9]{4}\b/g) ?? [],
    );
    expect([...new Set(spoken)].filter((code) => !(code in codes))).toEqual([]);
  });

  test('has a short name of its own', () => {
    const names = Object.values(codes).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test.each(Object.keys(codes))('%s is explained in a paragraph', (code) => {
    const text = known.get(code)?.text ?? '';
    expect(text.length).toBeGreaterThan(60);
    expect(text).toMatch(/^[^\n]*\.$/);
  });
});

const examples = [...known].filter(([code]) => !(code in ELSEWHERE));

test('no code is excused that does not exist', () => {
  expect(Object.keys(ELSEWHERE).filter((code) => !(code in codes))).toEqual([]);
});

describe('the examples', () => {
  test.each(examples)('the wrong one of %s gives this code and no other', async (code, explanation) => {
    expect(await runs[explanation.language ?? 'click'](explanation.wrong)).toEqual([code]);
  });

  test.each(examples)('the right one of %s gives none', async (_code, explanation) => {
    expect(await runs[explanation.language ?? 'click'](explanation.right)).toEqual([]);
  });
});
