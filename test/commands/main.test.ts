import { describe, expect, test } from 'vitest';
import { abi } from '../../generated/abi.js';
import { makeBase } from '../image/base-fixture.ts';
import { BASE_IMAGE, runCommand } from './run-command.ts';

const files = {
  '/vnf/good.click': 'FromDevice(0) -> Queue -> ToDevice(0);\n',
  '/vnf/bad.click': 'FromDevice(0) -> q :: Queeu -> ToDevice(0);\n',
  '/vnf/old.elf': 'old',
};
const build = (...more: string[]) => ['build', 'good.click', '-o', 'old.elf', ...more];

describe('where things are printed', () => {
  test('findings on standard error, the answer on standard output', async () => {
    const bad = await runCommand(['check', 'good.click', 'bad.click'], files);
    expect(bad.output).toBe('good.click: 3 elements, 2 connections, no errors\n');
    expect(bad.errors).toContain('error CF2001');
    expect(bad.exitCode).toBe(1);
  });

  test('with --json all of it is one document on standard output, with the same exit code', async () => {
    for (const args of [
      ['check', 'good.click'],
      ['check', 'bad.click'],
      ['build', 'none.click', '-o', 'x'],
      ['build', 'good.click', '-o', 'x'],
      ['inspect', 'old.elf'],
      ['buld'],
      ['launch', 'x'],
    ]) {
      const plain = await runCommand(args, files);
      const { output, errors, exitCode } = await runCommand([...args, '--json'], files);
      expect(errors).toBe('');
      expect(JSON.parse(output)).toMatchObject({ exitCode, diagnostics: expect.any(Array) });
      expect(exitCode).toBe(plain.exitCode);
    }
  });

  test('--quiet leaves what was asked for and what is wrong', async () => {
    expect(await runCommand(build('-q'), files)).toMatchObject({ exitCode: 0, both: '' });
    expect((await runCommand(['check', '-q', 'bad.click'], files)).errors).toContain('CF2001');
    expect((await runCommand(['elements', '-q', 'Queue'], files)).output).toContain('CAPACITY');
  });

  test('bytes of a configuration come out as they went in', async () => {
    const text = Buffer.from('Idle -> q\xff :: Discard; // \xe8\n', 'latin1');
    const source = { '/vnf/b.click': Buffer.from('Idle -> Print("\xff\xe8") -> Discard;\n', 'latin1') };
    const { system } = await runCommand(['build', 'b.click', '-o', 'b.elf'], source);
    const image = { '/vnf/b.elf': Buffer.from(system.volume.readFileSync('/vnf/b.elf') as Buffer) };
    expect((await runCommand(['extract', 'b.elf'], image)).output).toContain('Print("\xff\xe8")');
    expect((await runCommand(['check', 'c.click'], { '/vnf/c.click': text })).exitCode).toBe(1);
  });

  test('names that are not ASCII are printed as they were given', async () => {
    const { errors, exitCode } = await runCommand(['check', 'caffè.click'], {});
    expect(errors).toContain('cannot read caffè.click');
    expect(exitCode).toBe(3);
    const bad = { '/vnf/caffè.click': files['/vnf/bad.click'] };
    expect((await runCommand(['check', 'caffè.click'], bad)).errors).toContain('--> caffè.click:1:');
    const { output } = await runCommand(['check', 'caffè.click', '--json'], bad);
    expect(output).toContain('"file": "caffè.click"');
  });
});

describe('colour', () => {
  const colored = async (args: string[], isTerminal: boolean, environment: Record<string, string> = {}) =>
    (await runCommand(['check', 'bad.click', ...args], files, { isTerminal, environment })).errors.includes(
      '\x1b[',
    );

  test('only on a terminal, and only when NO_COLOR is not set', async () => {
    expect(await colored([], true)).toBe(true);
    expect(await colored([], false)).toBe(false);
    expect(await colored([], true, { NO_COLOR: '1' })).toBe(false);
    expect(await colored([], true, { NO_COLOR: '' })).toBe(true);
    expect(await colored([], true, { TERM: 'dumb' })).toBe(false);
  });

  test('--color decides otherwise', async () => {
    expect(await colored(['--color', 'always'], false, { NO_COLOR: '1' })).toBe(true);
    expect(await colored(['--color', 'never'], true)).toBe(false);
    expect(await colored(['--no-color'], true)).toBe(false);
    expect(await colored(['--color', 'auto'], true)).toBe(true);
  });
});

describe('an image is written whole or not at all', () => {
  const untouched = { '/vnf/old.elf': 'old' };

  test.each([
    ['a finding', ['build', 'bad.click', '-o', 'old.elf'], {}, 1],
    ['a dry run', build('--dry-run'), {}, 0],
    ['a full disk', build(), { writeSync: 'ENOSPC' }, 3],
    ['a read-only folder', build(), { renameSync: 'EACCES' }, 3],
    ['no base image', build('--base', 'none'), {}, 3],
    ['a wrong base image', build('--base', 'good.click'), {}, 3],
  ] as const)('after %s the old one stands and nothing else', async (_title, args, failing, exitCode) => {
    const ran = await runCommand([...args], files, { failing });
    expect(ran.exitCode).toBe(exitCode);
    const left = ran.system.volume.toJSON('/vnf', {}, false);
    expect(left).toMatchObject(untouched);
    expect(Object.keys(left).sort()).toEqual(Object.keys(files).sort());
  });

  test('the same inputs give the same bytes', async () => {
    const bytes = async () =>
      (await runCommand(build(), files)).system.volume.readFileSync('/vnf/old.elf', 'base64');
    expect(await bytes()).toBe(await bytes());
  });

  test.each([
    ['of other elements', { abi: abi.hash + 1n }, 'is of another version'],
    ['for other Plans', { abi: abi.hash, planVersion: 7 }, 'runs Plans of version 7'],
  ])('a base image %s', async (_title, options, message) => {
    const base = { [BASE_IMAGE]: Buffer.from(makeBase(options)) };
    const { errors, exitCode } = await runCommand(build(), { ...files, ...base });
    expect(errors).toContain('error CF5005');
    expect(errors).toContain(message);
    expect(errors).toContain('hint:');
    expect(exitCode).toBe(3);
  });
});

describe('timing', () => {
  test('names every part once', async () => {
    const { output } = await runCommand(build('--timing', '--json'), files);
    const parts = (JSON.parse(output) as { timing: { name: string }[] }).timing.map(({ name }) => name);
    expect(parts).toEqual([
      'node start',
      'command line',
      'imports',
      'read',
      'parse',
      'elaborate',
      'check',
      'plan',
      'embed',
      'write',
    ]);
  });
});
