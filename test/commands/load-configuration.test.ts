import { describe, expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

describe('what a configuration is read with', () => {
  test('port ranges, but where a stock ClickOS is to read it', async () => {
    const source = { '/net/r.click': 'a, b :: Idle; a [0-1] => [0-1] b;\n' };
    expect((await runCommand(['check', '/net/r.click'], source)).exitCode).toBe(0);
    expect((await runCommand(['check', '/net/r.click', '--target', 'click'], source)).exitCode).toBe(0);
    const clickos = await runCommand(['check', '/net/r.click', '--target', 'clickos'], source);
    expect(clickos.errors).toContain("expected ',' or ']'\n  --> /net/r.click:1:19");
    expect(clickos.exitCode).toBe(1);
    const library = { ...source, '/net/l.click': 'require(library r.click)' };
    const used = await runCommand(['check', '/net/l.click', '--target', 'clickos'], library);
    expect(used.errors).toBe(clickos.errors);
  });

  test('libraries beside it, then in the folders of CLICKPATH', async () => {
    const library = 'elementclass X { input -> Null -> output }\n';
    const options = { environment: { CLICKPATH: '/none:/click' } };
    const check = (name: string, files: Record<string, string>) => {
      const source = `require(library ${name}) Idle -> X -> Idle;\n`;
      return runCommand(['check', '/net/u.click'], { ...files, '/net/u.click': source }, options);
    };
    for (const path of ['/net/x.click', '/click/conf/x.click', '/click/x.click'])
      expect((await check('x.click', { [path]: library })).both).toContain('no errors');
    const wrong = { '/net/x.click': library, '/click/conf/x.click': 'elementclass {' };
    expect((await check('x.click', wrong)).exitCode).toBe(0);
    expect((await check('/x.click', { '/click/x.click': library })).errors).toContain('not found');
  });
});
