import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { reportJson } from '../../src/reporters/index.ts';
import { loadRouter } from '../../src/router/index.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../src/reporters/diagnostics.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020.default().compile({
  ...schema,
  type: 'array',
  required: [],
  items: { $ref: '#/$defs/diagnostic' },
});

const CLASSES = ['Idle', 'Queue', 'Counter'];
const TEXT = Buffer.from(
  `// \u00e9
q :: Queue; q :: Queue;
c :: Countr -> [x] d;
elementclass X { -> Idle; -> Idle }
]`,
).toString('latin1');

const { diagnostics, router } = loadRouter(TEXT, 'dir with blank/a#1.click', {
  traits: (name) => (CLASSES.includes(name) ? { ports: '-/-', processing: 'a/a', flow: 'x/y' } : undefined),
  classNames: () => CLASSES,
});

const report = reportJson(diagnostics, router.sources);

test('has the shape that its schema describes', () => {
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  expect(report.length).toBeGreaterThan(3);
});

test('counts bytes in offsets and characters in columns', () => {
  const found = report.find(({ code }) => code === 'CF2001')!;
  expect(found.place!.start).toEqual({ line: 3, column: 6, offset: TEXT.indexOf('Countr') });
  expect(found.hint).toBe("did you mean 'Counter'?");
});

test('a place in an unknown text keeps its offset', () => {
  const [only] = reportJson(
    [{ code: 'CF0001', severity: 'note', message: 'm', span: { file: 'f', start: 3, end: 4 } }],
    new Map(),
  );
  expect(only!.place).toEqual({ file: 'f', start: { offset: 3 }, end: { offset: 4 } });
  expect(validate([only])).toBe(true);
});
