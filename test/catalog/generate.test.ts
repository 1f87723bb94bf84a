import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Abi } from '../../generated/abi.js';
import { generateCatalog } from '../../scripts/generate/catalog.mjs';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const ROUTER = join('images', 'base', 'router');

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'generate-'));
  await write(
    'elements/element.schema.json',
    await readFile(join(REPOSITORY, 'elements/element.schema.json'), 'utf8'),
  );
  await write(`${ROUTER}/plan.h`, '#define PLAN_VERSION 7u\n');
  await write(`${ROUTER}/decision.h`, 'enum kind { TEST };\n');
  await write('elements/standard/script/script.h', '#define LEAVES 5u\n');
});

afterEach(() => rm(root, { recursive: true }));

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

const HEAD = 'ports: 1/1\nprocessing: a/a\nflow: x/x\ndrivers: [userlevel, minios]\nclickos: true\n';
const WHOLE = 'title: tries\nhandlers: []\nmanual: |\n  Tries.\n';

async function element(name: string, more: string, source = false): Promise<void> {
  await write(`elements/test/${name}.yaml`, `class: ${name}\n${HEAD}${more}`);
  if (source) await write(`elements/test/${name}.c`, '');
}

async function made(file: string): Promise<string> {
  return readFile(join(root, 'generated', file), 'utf8');
}

async function abi(): Promise<Abi> {
  const module = (await import(`${pathToFileURL(join(root, 'generated', 'abi.js'))}`)) as { abi: Abi };
  return module.abi;
}

const ARGUMENTS = `arguments:
  - { name: A, type: byte, mandatory: true }
  - { name: B, type: integer64 }
  - { name: C, type: bool, default: true }
  - { name: SWITCH, type: ip-prefix }
  - { name: E, type: string }
  - { name: F, type: count-call }
  - { name: G, type: ip-address, mandatory: true, absent: NONE }
  - { name: H, type: word, drivers: [userlevel] }
  - { name: R, rest: true, type: integers }
`;

test('what host and guest must agree on is in the hash, and nothing else', async () => {
  await element('One', `${WHOLE}arguments: []\n`, true);
  const hash = async (decision: string, script: string) => {
    await write(`${ROUTER}/decision.h`, decision);
    await write('elements/standard/script/script.h', script);
    await generateCatalog(root);
    return /hash: (\w+)/.exec(await made('abi.js'))![1];
  };
  const usual = await hash('enum kind { TEST };\n', '#define LEAVES 5u\n');
  expect(await hash('/* why */\nenum kind {\n    TEST\n};\nbool check(void);\n', '#define LEAVES 5u\n')).toBe(
    await hash('enum kind { TEST };\nvoid run(u32 a);\n/* enum { */\n', '#define LEAVES 5u\n'),
  );
  expect(await hash('enum kind { TEST, INDEX };\n', '#define LEAVES 5u\n')).not.toBe(usual);
  expect(await hash('enum kind { TEST };\n', '#define LEAVES 6u\n')).not.toBe(usual);
});

describe('classes of the runtime', () => {
  test('are those with a source beside the spec', async () => {
    await element('One', `${WHOLE}arguments: []\n`, true);
    await element('Two', 'arguments: []\n');
    await generateCatalog(root);
    expect((await abi()).classes.map(({ name }) => name)).toEqual(['One']);
    expect((await abi()).planVersion).toBe(7);
    expect(await made('classes.c')).toContain('&One_class,\n};');
    expect(await made('image-classes.c')).toContain('One_class, "0");\n}');
  });

  test('have arguments that lie where a C compiler puts them', async () => {
    await element('One', WHOLE.replace('handlers: []\n', HANDLERS) + ARGUMENTS, true);
    await generateCatalog(root);
    const [one] = (await abi()).classes;
    const names = one!.fields.map(({ name }) => name);
    expect(names).toEqual([
      'a',
      'b',
      'has_b',
      'c',
      'switch_',
      'has_switch_',
      'e',
      'has_e',
      'f',
      'has_f',
      'g',
      'has_g',
      'r',
    ]);
    const checks = one!.fields.flatMap(({ name, offset, size }) => [
      `_Static_assert(offsetof(struct One_args, ${name}) == ${offset}, "");`,
      `_Static_assert(sizeof(((struct One_args *)0)->${name}) == ${size}, "");`,
    ]);
    checks.push(`_Static_assert(sizeof(struct One_args) == ${one!.size}, "");`);
    await compile(`#include "elements/One.h"\n${checks.join('\n')}\n${HANDLER_BODIES}`);
  });

  test('a changed argument changes the hash', async () => {
    await element('One', `${WHOLE}arguments: []\n`, true);
    await generateCatalog(root);
    const before = /element_abi = (\w+)/.exec(await made('classes.c'))![1];
    await element('One', `${WHOLE}${ARGUMENTS}`, true);
    await generateCatalog(root);
    expect(/element_abi = (\w+)/.exec(await made('classes.c'))![1]).not.toBe(before);
  });
});

const HANDLERS = `handlers:
  - { name: count, access: read }
  - { name: reset, access: write }
  - { name: ask, access: read, argument: true }
  - { name: other, same_as: count }
`;

const HANDLER_BODIES = `
static void One_read_count(struct element *e, struct text *o) { (void)e; (void)o; }
static bool One_write_reset(struct element *e, const char *v, u32 n, struct text *x) { (void)e; (void)v; (void)n; (void)x; return true; }
static bool One_query_ask(struct element *e, const char *p, u32 n, struct text *o) { (void)e; (void)p; (void)n; (void)o; return true; }
const struct element_class One_class = { One_COMMON };
`;

async function compile(source: string): Promise<void> {
  await cp(join(REPOSITORY, ROUTER), join(root, ROUTER), { recursive: true });
  await write('try.c', source);
  const includes = ['-I', join(root, ROUTER), '-I', join(root, 'generated', 'include')];
  const flags = ['-std=c17', '-Wall', '-Wextra', '-Werror', '-ffreestanding', '-fsyntax-only'];
  await promisify(execFile)('clang-19', [...flags, ...includes, join(root, 'try.c')]);
}

describe('mistakes name the file', () => {
  test.each([
    ['class: Other\n', 'class Other must have the name of its file'],
    ['arguments: [{ name: A, type: nothing }]\n', 'must be equal to one of the allowed values'],
    ['arguments: [{ name: a, type: bool }]\n', 'must match pattern'],
    ['arguments: [{ name: A, type: bool }, { name: A, type: bool }]\n', 'two arguments of one name'],
    ['arguments: [{ name: A, type: bool, position: 2 }]\n', 'positions must be 1, 2, … without gaps'],
    ['arguments: [{ name: A, type: choice }]\n', 'A: choices missing'],
    ['arguments: [{ name: A, type: bool, same_as: B }]\n', 'A: no B'],
    ['positional: [[A]]\n', 'positional: no argument A'],
    ['handlers: [{ name: a, same_as: b }]\n', 'handler a: no access, or same_as nothing'],
    ['nonsense: 1\n', 'must NOT have additional properties'],
  ])('%s', async (more, message) => {
    const text = more.startsWith('class') ? `${more}${HEAD}` : `class: One\n${HEAD}${more}`;
    await write('elements/test/One.yaml', text);
    const error: Error = await generateCatalog(root).then(
      () => new Error('no mistake found'),
      (reason) => reason,
    );
    expect(error.message).toContain(join(root, 'elements/test/One.yaml'));
    expect(error.message).toContain(message);
  });

  test('a source needs a whole spec', async () => {
    await element('One', '', true);
    await expect(generateCatalog(root)).rejects.toThrow('needs title, arguments, handlers and manual');
  });

  test('two specs of one class', async () => {
    await element('One', '');
    await write('elements/other/One.yaml', `class: One\n${HEAD}`);
    await expect(generateCatalog(root)).rejects.toThrow('class One has two specs');
  });
});

describe('again', () => {
  test('what did not change stays as it is, what is gone goes', async () => {
    await element('One', `${WHOLE}arguments: []\n`, true);
    await element('Two', `${WHOLE}arguments: []\n`, true);
    await generateCatalog(root);
    const header = join(root, 'generated/include/elements/One.h');
    const before = (await stat(header, { bigint: true })).mtimeNs;
    await element('One', `${WHOLE}arguments: []\n`.replace('Tries', 'Tries again'), true);
    await rm(join(root, 'elements/test/Two.c'));
    await generateCatalog(root);
    expect((await stat(header, { bigint: true })).mtimeNs).toBe(before);
    expect(await made('catalog.js')).toContain('Tries again');
    await expect(made('include/elements/Two.h')).rejects.toThrow('ENOENT');
  });

  test('text of any kind survives', async () => {
    const manual = `It's "ä" \\ 'x'.`;
    await element('One', `manual: |\n  ${manual}\n`);
    await generateCatalog(root);
    const text = await made('catalog.js');
    expect(/^[ -~\n]*$/.test(text)).toBe(true);
    const { told } = (await import(`${pathToFileURL(join(root, 'generated', 'catalog.js'))}`)) as {
      told: Record<string, string>;
    };
    expect(JSON.parse(told.One!).manual).toBe(`${manual}\n`);
  });
});
