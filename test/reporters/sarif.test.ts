import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/click-config-parser/index.ts';
import { reportSarif, type SarifOptions } from '../../src/reporters/sarif.ts';

/** The schema that the SARIF committee publishes, whole, as Microsoft's package carries it. */
const schema = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

// One pattern of the schema is no regular expression by the stricter Unicode rules.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
// Draft 4 says `id` for `$id`; nothing else of it is used that later drafts have changed.
const { $schema: _, id, ...rest } = schema;
const validate = ajv.compile({ $id: id, ...rest });

const options: SarifOptions = {
  toolName: 'clickforge',
  toolVersion: '1.2.3',
  rule: (code) =>
    code === 'CF2001'
      ? {
          name: 'unknown-class',
          title: 'No element class has this name',
          help: { text: 'Help.', markdown: '*Help.*' },
        }
      : undefined,
};

const TEXT = bytes('// größer 🧱\n/* 🧱ü */ Idle -> Discrad;\nIdle -> Discrad;\n');

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function at(text: string, word: string, from = 0) {
  const start = text.indexOf(word, from);
  return { file: 'a b.click', start, end: start + word.length };
}

const finding: Diagnostic = {
  code: 'CF2001',
  severity: 'error',
  message: "unknown element class 'Discrad'",
  span: at(TEXT, 'Discrad'),
  notes: [{ message: 'first seen here', span: at(TEXT, 'Idle') }, { message: 'a remark' }],
  hint: "did you mean 'Discard'?",
};

// biome-ignore lint/suspicious/noExplicitAny: what is under test is how the document looks.
function report(diagnostics: Diagnostic[], text = TEXT): any {
  const log = reportSarif(diagnostics, new Map([['a b.click', text]]), options);
  expect(validate(log), JSON.stringify(validate.errors, null, 1)).toBe(true);
  return JSON.parse(JSON.stringify(log)).runs[0];
}

describe('the schema', () => {
  it('refuses what is not SARIF', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: {}, results: [] }] })).toBe(false);
    expect(
      validate({
        version: '2.1.0',
        runs: [{ tool: { driver: { name: 'x' } }, results: [{ level: 'bad' }] }],
      }),
    ).toBe(false);
  });
});

describe('reportSarif', () => {
  it('is valid without findings, and with findings that have no place', () => {
    expect(report([]).results).toEqual([]);
    expect(report([{ code: 'CF9999', severity: 'warning', message: 'x' }]).results[0]).not.toHaveProperty(
      'locations',
    );
    expect(
      report([{ ...finding, span: { file: 'gone.click', start: 0, end: 1 } }]).results[0].locations[0],
    ).toEqual({
      physicalLocation: { artifactLocation: { uri: 'gone.click' } },
    });
  });

  it('counts columns in UTF-16', () => {
    const run = report([finding]);
    expect(run.columnKind).toBe('utf16CodeUnits');
    const { region } = run.results[0].locations[0].physicalLocation;
    const line = '/* 🧱ü */ Idle -> Discrad;';
    expect(region).toMatchObject({ startLine: 2, startColumn: line.indexOf('Discrad') + 1, endLine: 2 });
    expect(region.endColumn - region.startColumn).toBe('Discrad'.length);
    expect(TEXT.substring(region.byteOffset, region.byteOffset + region.byteLength)).toBe('Discrad');
  });

  it('gives the notes as related locations', () => {
    const [first, second] = report([finding]).results[0].relatedLocations;
    expect(first).toMatchObject({ id: 0, message: { text: 'first seen here' } });
    expect(first.physicalLocation.region.startLine).toBe(2);
    expect(second).toEqual({ id: 1, message: { text: 'a remark' } });
  });

  it('lists each rule once with its help', () => {
    const { rules } = report([finding, { ...finding, code: 'CF1001' }, finding]).tool.driver;
    expect(rules).toEqual([
      { id: 'CF1001' },
      {
        id: 'CF2001',
        name: 'unknown-class',
        shortDescription: { text: 'No element class has this name.' },
        fullDescription: { text: 'Help.' },
        help: { text: 'Help.', markdown: '*Help.*' },
      },
    ]);
  });

  it('offers a fix where the hint names the right word', () => {
    const [fix] = report([finding]).results[0].fixes;
    const [replacement] = fix.artifactChanges[0].replacements;
    expect(replacement.insertedContent).toEqual({ text: 'Discard' });
    expect(replacement.deletedRegion).toMatchObject({ startLine: 2, byteLength: 7 });
    expect(report([{ ...finding, hint: 'put a Queue between' }]).results[0]).not.toHaveProperty('fixes');
    expect(report([{ ...finding, span: { ...finding.span!, start: 0 } }]).results[0]).not.toHaveProperty(
      'fixes',
    );
  });

  it('keeps fingerprints when lines move, and tells equal lines apart', () => {
    const print = (run: ReturnType<typeof report>) =>
      run.results.map((each: { partialFingerprints: object }) => each.partialFingerprints);
    const twice = 'Discrad;\nDiscrad;\n';
    const two = [
      { ...finding, notes: [], span: at(twice, 'Discrad') },
      { ...finding, notes: [], span: at(twice, 'Discrad', 3) },
    ];
    const before = print(report(two, twice));
    expect(before[0]).not.toEqual(before[1]);
    const moved = two.map((each) => ({
      ...each,
      span: { ...each.span, start: each.span.start + 6, end: each.span.end + 6 },
    }));
    expect(print(report(moved, `\n// x\n${twice}`))).toEqual(before);
  });

  it('writes file names as URIs', () => {
    const uri = (file: string) => {
      const log = report([
        { code: 'CF1001', severity: 'error', message: 'x', span: { file, start: 0, end: 0 } },
      ]);
      return log.results[0].locations[0].physicalLocation.artifactLocation.uri;
    };
    expect(uri('a b.click')).toBe('a%20b.click');
    expect(uri(bytes('ü/#1?.click'))).toBe('%C3%BC/%231%3F.click');
    expect(uri('/etc/x.click')).toBe('file:///etc/x.click');
    expect(uri('a:b')).toBe('a%3Ab');
  });
});
