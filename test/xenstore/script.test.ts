import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shellWord } from '../../src/toolstack/shell-word.ts';
import { type NewRouter, routerNodes } from '../../src/xenstore/clickos.ts';
import { injectionScript } from '../../src/xenstore/script.ts';

/** Tools of a host on which domain 7 is a ClickOS with one router. */
const TOOLS: Readonly<Record<string, string>> = {
  'xenstore-list': 'echo 0; echo 7',
  'xenstore-read': 'case $1 in */7/name) echo "an edge" ;; *) echo Domain-0 ;; esac',
  'xenstore-exists': 'case $1 in */clickos|*/clickos/0/status) exit 0 ;; esac; exit 1',
  'xenstore-write': 'printf "%s\\0" "$@" >"$WRITTEN"',
};

const folder = mkdtempSync(join(tmpdir(), 'injection-'));
const written = join(folder, 'written');

beforeAll(() => {
  for (const [name, text] of Object.entries(TOOLS)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(domain: string, router: NewRouter) {
  const script = join(folder, 'script');
  writeFileSync(script, injectionScript({ domain, router, start: false, seconds: 1 }, shellWord), 'latin1');
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, WRITTEN: written };
  return spawnSync('sh', [script], { env, encoding: 'utf8' });
}

/** What `xenstore-write` makes of its arguments. */
function stored(): [string, string][] {
  const words = readFileSync(written, 'latin1').split('\0').slice(0, -1);
  const value = (word: string) =>
    word.replace(/\\x([0-9a-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  return Array.from({ length: words.length / 2 }, (_, index) => [
    words[2 * index]!,
    value(words[2 * index + 1]!),
  ]);
}

test('writes every byte of any configuration, in one command, as the first router that is free', () => {
  const bytes = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 1200,
  });
  fc.assert(
    fc.property(bytes, bytes, (name, configuration) => {
      const router = { name, configuration };
      expect(run('an edge', router)).toMatchObject({ status: 0, stderr: '' });
      const root = '/local/domain/7/data/clickos/1';
      expect(stored()).toEqual(routerNodes(router).map(([path, value]) => [`${root}/${path}`, value]));
    }),
    { numRuns: 25 },
  );
});

test('ends with 3 when there is no such domain', () => {
  const { status, stderr } = run("it's not there", { name: 'x', configuration: 'Idle;' });
  expect({ status, stderr }).toEqual({ status: 3, stderr: "there is no domain it's not there\n" });
});
