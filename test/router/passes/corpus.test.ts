import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lookupAnywhere } from '../../../src/catalog/index.ts';
import { parse } from '../../../src/click-config-parser/index.ts';
import { check, elaborate, flatten, type Router } from '../../../src/router/index.ts';
import { compact, isSameRouter, minify, removeDead } from '../../../src/router/passes/index.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));

const argumentsOf = (name: string) => lookupAnywhere(name)?.arguments;
const isClass = (name: string) => lookupAnywhere(name) !== undefined;
const known = { traits: lookupAnywhere, argumentsOf };

function read(text: string): Router | undefined {
  const { tree, diagnostics } = parse(text, 'x');
  const elaborated = elaborate(tree, { traits: lookupAnywhere, hasPackage: () => true });
  const { router } = elaborated;
  const all = [...diagnostics, ...elaborated.diagnostics, ...check(router, lookupAnywhere).diagnostics];
  return all.some(({ severity }) => severity === 'error') ? undefined : router;
}

describe.runIf(existsSync(corpus))('configurations from the field', () => {
  const files = existsSync(corpus)
    ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.click'))
    : [];
  const routers = files.flatMap((file) => {
    const router = read(readFileSync(corpus + file, 'latin1'));
    return router === undefined ? [] : [{ file, router }];
  });

  it('are sound for the most part', () => {
    expect(routers.length).toBeGreaterThan(30);
  });

  it.each(routers)('$file is the same router when it is flat and when it is short', ({ router }) => {
    expect(isSameRouter(read(flatten(router))!, router)).toBe(true);
    const short = minify(router, { argumentsOf, isClass });
    const text = compact(short);
    expect(isSameRouter(read(text)!, short)).toBe(true);
    expect(text.length).toBeLessThanOrEqual(flatten(router).length);
  });

  it.each(routers)('$file is sound without its dead parts, and has none then', ({ router }) => {
    const { router: living } = removeDead(router, known);
    expect(read(flatten(living))).toBeDefined();
    expect(removeDead(living, known).changes).toEqual([]);
  });
});
