import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkArguments, lookup } from '../../src/catalog/index.ts';
import { loadRouter } from '../../src/router/index.ts';

const CORPUS = new URL('../../../shared/corpus/', import.meta.url);

/** What Click refuses, too, and why it is there all the same. */
const REFUSED: [RegExp, string][] = [
  [/\$[A-Z]|'\$'/, 'variables that are given when Click is called'],
  [/GRID_|OFFSET_|REAL_NET/, 'names that another tool replaces'],
  [
    /has no argument (SHAREDPKT|CHECKSUM|BURST|TIMES|TIMESTAMP|TIMING_FNT|ETHER|SPLITBATCH)/,
    'arguments of forks of Click',
  ],
  [/'SHAREDPKT true'|'(CACHING|file|\/home.*)'|number of a thread/, 'arguments of forks of Click'],
  [/DEVNAME of (ToHost|FromDevice|ToDevice) is missing/, 'written for the kernel or for ClickOS'],
  [/3ffe:.* 3ffe:/, 'addresses without quotes, as an old Click read them'],
  [/'6' has less than 2 digits|'192\.168\.3\.1 36'|'gw_out 0 1'/, 'mistakes'],
  [/'-' is neither|'eth0-ex' is neither|ICMPPingRewriter needs 1/, 'the rewriters of an old Click'],
  [/a pattern is SADDR SPORT|lb has a pattern for output 1/, 'mistakes'],
  [/the name \.\.\. are missing/, 'an example with dots'],
];

function files(): string[] {
  const index = new URL('INDEX.tsv', CORPUS);
  if (!existsSync(index)) return [];
  const lines = readFileSync(index, 'latin1').trim().split('\n').slice(1);
  return lines.map((line) => line.split('\t')[0]!).filter((file) => existsSync(new URL(file, CORPUS)));
}

const corpus = files();

describe.skipIf(corpus.length === 0)('the arguments of other people', () => {
  test.each(corpus)('%s', (file) => {
    const readFile = (path: string) => {
      const url = new URL(path, CORPUS);
      return existsSync(url) ? readFileSync(url, 'latin1') : undefined;
    };
    const traits = (name: string) => lookup(name, 'click');
    const { router } = loadRouter(readFile(file)!, file, { traits, readFile });
    const errors = checkArguments(router, 'click').diagnostics.filter(({ severity }) => severity === 'error');
    const surprising = errors.filter(({ message }) => !REFUSED.some(([known]) => known.test(message)));
    expect(surprising.map(({ message }) => message)).toEqual([]);
    expect(() => checkArguments(router, 'clickos')).not.toThrow();
    expect(() => checkArguments(router, 'clickforge')).not.toThrow();
  });
});
