import { describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.ts';

const click = (args: string[], files: Record<string, string> = {}) => runCommand(['click', ...args], files);

const THREE = 'InfiniteSource(DATA x, LIMIT 3, STOP true) -> c :: Counter -> Discard;';

describe("clickforge click, in Click's words", () => {
  it('warns of an empty configuration by its name', async () => {
    const warning = (name: string) => `warning: ${name}: configuration has no elements, exiting\n`;
    expect((await click(['/vnf/a.click'], { '/vnf/a.click': '// nothing' })).errors).toBe(
      warning('/vnf/a.click'),
    );
    expect((await click(['-f', '-'])).errors).toBe(warning('<stdin>'));
  });

  it('says why a configuration cannot be read as the C library does', async () => {
    expect(await click(['/vnf/none.click'])).toMatchObject({
      exitCode: 1,
      errors: '/vnf/none.click: No such file or directory\n',
    });
    expect(await click(['/vnf'])).toMatchObject({ exitCode: 1, errors: expect.stringContaining('/vnf') });
  });

  it('refuses what is no option, with how it is used', async () => {
    const { exitCode, errors } = await click(['--threads', 'x']);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^'--threads' expects an integer, not 'x'\nUsage: /);
  });

  it('has one thread', async () => {
    const { exitCode, errors } = await click(['-j', '2', '-e', THREE]);
    expect([exitCode, errors]).toEqual([
      0,
      'warning: Click was built without multithread support, running single threaded\n',
    ]);
  });

  it('has no exit code of a handler that is written', async () => {
    const { exitCode, errors } = await click(['-e', THREE, '-x', 'c.reset']);
    expect([exitCode, errors]).toEqual([255, "'c.reset' is a write handler\n"]);
  });

  it('tells host and time where elements do', async () => {
    const text = 'Idle -> ToIPSummaryDump(-, FIELDS src, VERBOSE true);';
    const remarks = async (environment: Record<string, string>) =>
      (await runCommand(['click', '-e', text], {}, { environment })).output.split('\n').slice(1, 3);
    expect(await remarks({ HOSTNAME: 'dom0' })).toEqual([
      '!host dom0',
      '!runtime 0.000000 (Thu, 01 Jan 1970 00:00:00 GMT)',
    ]);
    expect((await remarks({}))[0]).toBe('!host localhost');
  });

  it.each([
    ['Idle -> Queue(x) -> Discard', 'CAPACITY: invalid number'],
    ['Idle -> FixIPSrc(x) -> Discard', 'IPADDR: parse error'],
    ['Idle -> Strip() -> Discard', 'LENGTH: required argument missing'],
    ['Idle -> Queue(1, 2) -> Discard', 'too many arguments'],
    ['Idle -> Queue(NOTHING 2) -> Discard', 'NOTHING: unknown argument'],
    ['Idle -> IPClassifier(foo) -> Discard', "'foo' is no value"],
    ['Idle -> [0] u :: UDPRewriter(REAP_TIME 5, drop) -> Discard', 'REAP_TIME: warning: argument deprecated'],
    [
      'Idle -> x :: Classifier(12/08??, 12/0806, -) -> Discard; x[1] -> Discard; x[2] -> Discard',
      'warning: ',
    ],
  ])('says of %s: %s', async (text, message) => {
    expect((await click(['-qe', text])).errors).toContain(`:\n  ${message}`);
  });
});
