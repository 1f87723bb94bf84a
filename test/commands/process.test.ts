import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, DIST } from './installed.ts';

const CODE = `program.v8-${process.versions.v8}`;

// What only a process of its own can show: the bundle, real files, pipes.
describe.runIf(existsSync(join(DIST, 'base', 'clickforge-base.elf')))('the built command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clickforge-'));
  const configuration = 'FromDevice(0) -> c :: Counter -> Queue -> ToDevice(0);\n';
  const clickforge = (args: string[], input = '', cli = CLI) =>
    spawnSync(process.execPath, [cli, ...args], { cwd: folder, input, encoding: 'utf8' });

  beforeAll(() => writeFileSync(join(folder, 'vnf.click'), configuration));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('builds into the real base image, and reads it back', () => {
    const built = clickforge(['build', 'vnf.click', '-o', 'vnf.elf']);
    expect(built).toMatchObject({ status: 0, stderr: '' });
    expect(clickforge(['inspect', 'vnf.elf']).stdout).toContain('starts as      PV, PVH');
    expect(clickforge(['extract', 'vnf.elf']).stdout).toContain('c :: Counter;\n');
    expect(clickforge(['emit', 'xl', 'vnf.elf', '--vif', 'bridge=br0']).stdout).toContain(
      `kernel = "${join(folder, 'vnf.elf')}"`,
    );
    expect(readdirSync(folder).sort()).toEqual(['vnf.click', 'vnf.elf']);
  });

  test('gives the same bytes for the same configuration under another name', () => {
    copyFileSync(join(folder, 'vnf.click'), join(folder, 'other.click'));
    clickforge(['build', 'vnf.click', '-o', 'one.elf']);
    clickforge(['build', 'other.click', '-o', 'two.elf']);
    clickforge(['build', '-', '-o', 'three.elf'], configuration);
    const [one, two, three] = ['one', 'two', 'three'].map((name) =>
      readFileSync(join(folder, `${name}.elf`)),
    );
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  // On one processor all are built by one thread, with the same result.
  test('builds many in threads, and tells of them in order', () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    const numbers = Array.from({ length: 70 }, (_, index) => 10 + index);
    for (const number of numbers) {
      const text = number === 41 ? 'Idle -> Diskard;\n' : `Idle -> Paint(${number}) -> Discard;\n`;
      writeFileSync(join(many, `${number}.click`), text);
    }
    const { status, stdout } = clickforge(['build', 'many/', '--json']);
    const { images, built, failed, diagnostics } = JSON.parse(stdout);
    expect({ status, built, failed }).toEqual({ status: 1, built: 69, failed: 1 });
    expect(images.map(({ configuration }: { configuration: string }) => configuration)).toEqual(
      numbers.map((number) => `many/${number}.click`),
    );
    expect(diagnostics).toHaveLength(1);
    expect(JSON.stringify(diagnostics)).toContain('many/41.click');
    expect(clickforge(['extract', 'many/42.elf']).stdout).toContain(':: Paint(42);\n');
    rmSync(many, { recursive: true });
  });

  test('standard input and a reader that goes away', () => {
    expect(clickforge(['check', '-'], configuration)).toMatchObject({ status: 0, stderr: '' });
    const pipe = `"$0" "$1" elements | head -n 1; exit "\${PIPESTATUS[0]}"`;
    const cut = spawnSync('bash', ['-c', pipe, process.execPath, CLI], { encoding: 'utf8' });
    expect(cut).toMatchObject({ status: 0, stderr: '' });
    expect(cut.stdout.split('\n')).toHaveLength(2);
  });

  test('the two parsers can be used alone', async () => {
    const xl = (await import(
      join(DIST, 'xen-xl-config.mjs')
    )) as typeof import('../../src/xen-xl-config/index.ts');
    expect(xl.settings(xl.parse('memory = 8\n').document).get('memory')?.value).toEqual(xl.xlNumber(8));
    const click = (await import(
      join(DIST, 'click-config-parser.mjs')
    )) as typeof import('../../src/click-config-parser/index.ts');
    expect(click.parse('a -> b;', 'f').diagnostics).toEqual([]);
  });

  test('what V8 compiled at build time may be missing or broken', () => {
    for (const name of ['cli.js', 'program.cjs']) copyFileSync(join(DIST, name), join(folder, name));
    const version = () => clickforge(['--version'], '', join(folder, 'cli.js'));
    const expected = clickforge(['--version']).stdout;
    expect(version()).toMatchObject({ status: 0, stdout: expected, stderr: '' });
    writeFileSync(join(folder, CODE), 'nonsense');
    expect(version()).toMatchObject({ status: 0, stdout: expected, stderr: '' });
    if (!existsSync(join(DIST, CODE))) return;
    copyFileSync(join(DIST, CODE), join(folder, CODE));
    truncateSync(join(folder, CODE), 5000);
    expect(version()).toMatchObject({ status: 0, stdout: expected, stderr: '' });
  });
});
