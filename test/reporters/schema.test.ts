import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { allCodes, explain } from '../../src/explanations/index.ts';
import { runCommand } from '../commands/run-command.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../src/reporters/diagnostics.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

function expectValid(output: string): { exitCode: number; diagnostics: unknown[] } {
  const document = JSON.parse(output);
  expect(validate(document), JSON.stringify(validate.errors, null, 1)).toBe(true);
  return document;
}

const codes = Object.keys(await allCodes());
const explanations = await Promise.all(
  codes.map(async (code) => ({ code, explanation: (await explain(code))! })),
);
const examples = explanations.filter(({ explanation }) => (explanation.language ?? 'click') === 'click');

describe('the schema of --json', () => {
  test.each(examples)('fits what check has to say of $code', async ({ explanation }) => {
    const files = { '/vnf/x.click': Buffer.from(explanation.wrong, 'utf8') };
    const { exitCode, diagnostics } = expectValid(
      (await runCommand(['check', 'x.click', '--json'], files)).output,
    );
    expect(exitCode).toBeLessThan(2);
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  test.each([
    ['check', 'good.click'],
    ['check', 'none.click'],
    ['inspect', 'good.click'],
    ['elements'],
    ['elements', 'Queue'],
    ['explain', 'CF2001'],
    ['flatten', 'good.click', '--remove-dead'],
    ['graph', 'good.click', '--format', 'json'],
    ['format', 'good.click'],
    ['buld'],
    [],
  ])('fits the answer to %s %s', async (...args) => {
    const files = { '/vnf/good.click': 'Idle -> Counter -> Idle;\n' };
    expectValid((await runCommand([...args, '--json'], files)).output);
  });

  test('refuses what is no finding', () => {
    const document = {
      command: 'check',
      exitCode: 0,
      diagnostics: [{ code: 'X', severity: 'error', message: '' }],
    };
    expect(validate(document)).toBe(false);
    expect(validate({ ...document, diagnostics: [], exitCode: 9 })).toBe(false);
    expect(validate([])).toBe(false);
    expect(validate({ ...document, diagnostics: [] })).toBe(true);
  });
});
