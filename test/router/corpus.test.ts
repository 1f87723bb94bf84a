import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lookup, type Target } from '../../src/catalog/index.ts';
import { loadRouter } from '../../src/router/index.ts';

const CORPUS = new URL('../../../shared/corpus/', import.meta.url);

/** Where the verdict differs from that of Click's checker, and why. */
const DIFFERENT: Record<string, string> = {
  'tbarbette+fastclick/conf/ids/includes/FNT.click':
    'it requires two libraries that are not in the corpus; the checker had them, or did not miss them',
  'tbarbette+fastclick/conf/wifi/srcr.click':
    'compounds that nothing uses hold unknown classes: an error for the run-time parser, a warning for the checker',
};

interface Row {
  file: string;
  verdict: Record<'click' | 'clickos', string>;
}

function rows(): Row[] {
  const index = new URL('INDEX.tsv', CORPUS);
  if (!existsSync(index)) return [];
  const [head, ...lines] = readFileSync(index, 'latin1').trim().split('\n');
  const column = (name: string) => head!.split('\t').indexOf(name);
  const [file, click, clickos] = ['file', 'check_fixedmap', 'check_clickos'].map(column) as [
    number,
    number,
    number,
  ];
  return lines
    .map((line) => line.split('\t'))
    .map((cells) => ({ file: cells[file]!, verdict: { click: cells[click]!, clickos: cells[clickos]! } }));
}

const corpus = rows();

describe.skipIf(corpus.length === 0).each(['click', 'clickos'] as const)(
  'configurations of others for %s',
  (target) => {
    test.each(corpus.map((row) => [row.file, row] as const))('%s', (_, { file, verdict }) => {
      const verdictHere = isAccepted(file, target) ? 'accept' : 'reject';
      if (file in DIFFERENT) expect(verdictHere).not.toBe(verdict[target]);
      else expect(verdictHere).toBe(verdict[target]);
    });
  },
);

function isAccepted(file: string, target: Target): boolean {
  const readFile = (path: string) => (existsSync(new URL(path, CORPUS)) ? read(path) : undefined);
  const traits = (name: string) => lookup(name, target);
  const { diagnostics } = loadRouter(read(file), file, {
    traits,
    readFile,
    portRanges: target !== 'clickos',
  });
  return diagnostics.every(({ severity }) => severity !== 'error');
}

function read(path: string): string {
  return readFileSync(new URL(path, CORPUS), 'latin1');
}
