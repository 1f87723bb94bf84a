import { describe, expect, test } from 'vitest';
import type { Finished } from '../../../src/system/processes.ts';
import { memorySystem } from '../../system/memory-system.ts';
import { ScriptedProcesses } from '../../toolstack/scripted-processes.ts';
import { runOn } from '../run-command.ts';

const XL_LIST = `Name                                        ID   Mem VCPUs\tState\tTime(s)
Domain-0                                     0   512     1     r-----      17.0
fw                                           3     4     1     -b----       0.5
waits                                        4     8     2     ------       1.0
odd                                          5     8     2     x-----       1.0
`;
const VIRSH_LIST = ' 0   Domain-0   running\n 3   fw   idle\n';

type Answers = Record<string, Partial<Finished> | (() => Partial<Finished>)>;

async function clickforge(args: string, answers: Answers = {}) {
  // A script without arguments asks which toolstack there is.
  const processes = new ScriptedProcesses({ 'xl list': { stdout: XL_LIST }, ...answers });
  const run = processes.run.bind(processes);
  processes.run = async (program, words) => {
    const asksForTool = program === 'sh' && words.length === 3;
    return asksForTool ? { ...(await run('true', [])), stdout: 'xl\n' } : run(program, words);
  };
  let now = 0;
  const clock = {
    ...memorySystem().clock,
    now: () => now,
    pause: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const ran = await runOn(memorySystem({}, { processes, clock }), args.split(' '));
  return { ...ran, calls: processes.calls.filter((call) => call !== 'true') };
}

describe('list', () => {
  test('tells what xl knows of each domain but dom0', async () => {
    const { output, exitCode } = await clickforge('list');
    expect(exitCode).toBe(0);
    expect(output).toBe(
      'name   id  state    MiB  vcpus  seconds\n' +
        'fw      3  idle       4      1      0.5\n' +
        'waits   4  running    8      2        1\n' +
        'odd     5  x          8      2        1\n',
    );
  });

  test('tells what virsh does, which is less', async () => {
    const list = { 'virsh -q -c xen:///system list': { stdout: VIRSH_LIST } };
    const { output } = await clickforge('list --toolstack virsh', list);
    expect(output.split('\n')[1]!.trimEnd()).toBe('fw     3  idle');
  });

  test('says what the toolstack said when it could not', async () => {
    const { exitCode, errors } = await clickforge('list', {
      'xl list': { exitCode: 1, stderr: 'libxl: error: no\n' },
    });
    expect({ exitCode, errors }).toEqual({
      exitCode: 3,
      errors:
        'error CF7516: xl cannot list the domains: libxl: error: no\n  = hint: be root on the host\n\n1 error\n',
    });
    const silent = await clickforge('list', { 'xl list': { exitCode: 1 } });
    expect(silent.errors).toContain('xl cannot list the domains: exit code 1');
  });
});

describe('status', () => {
  test('tells how far vifs have come', async () => {
    const { output, calls } = await clickforge('status fw', {
      'xl fw': { stdout: '0 4 4 00:16:3e:00:00:01 xenbr0\n1 2 1 00:16:3e:00:00:02\n2 9 \n' },
    });
    expect(output).toBe(
      'fw: domain 3, idle, 4 MiB\n' +
        '  vif 0  00:16:3e:00:00:01  xenbr0  backend connected, guest connected\n' +
        '  vif 1  00:16:3e:00:00:02  -  backend waiting, guest initialising\n' +
        '  vif 2    -  backend unknown, guest unknown\n',
    );
    expect(calls).toEqual(['xl list', 'xl fw']);
  });

  test('of a domain that is not there, or goes meanwhile', async () => {
    const message =
      'error CF7512: there is no domain gone\n  = hint: `clickforge list` tells what there is\n\n1 error\n';
    expect(await clickforge('status gone')).toMatchObject({ exitCode: 3, errors: message });
    const { errors } = await clickforge('status fw', { 'xl fw': { exitCode: 9 } });
    expect(errors).toBe(message.replace('gone', 'fw'));
  });

  test('libvirt says nothing of memory', async () => {
    const { output } = await clickforge('status fw --toolstack virsh', {
      'virsh -q -c xen:///system list': { stdout: VIRSH_LIST },
    });
    expect(output).toBe('fw: domain 3, idle\n');
  });
});

describe('logs', () => {
  const log = { 'cat --': { stdout: 'one\r\ntwo\r\nthree' } };

  test('gives what the console said, or the end of it', async () => {
    expect((await clickforge('logs fw', log)).output).toBe('one\ntwo\nthree\n');
    expect((await clickforge('logs fw --lines 2', log)).output).toBe('two\nthree\n');
  });

  test('would only look', async () => {
    const { output, calls } = await clickforge('logs fw --dry-run');
    expect([output, calls]).toEqual(['cat /var/log/xen/console/guest-fw.log\n', []]);
  });

  test('that nobody keeps are not there', async () => {
    const { exitCode, errors } = await clickforge('logs fw', { 'cat --': { exitCode: 1 } });
    expect(exitCode).toBe(3);
    expect(errors).toMatch(
      /^error CF7513: this machine has no log of the console of fw\n {2}= hint: set XENC/,
    );
  });

  test.each(['0', '1.5', 'x'])('cannot end with %s lines', async (lines) => {
    const { exitCode, errors } = await clickforge(`logs fw --lines ${lines}`);
    expect(exitCode).toBe(2);
    expect(errors).toContain('It has to be a whole number above 0.');
  });
});

describe('stop', () => {
  test('waits until the domain is gone', async () => {
    let looks = 0;
    const { exitCode, output, calls } = await clickforge('stop fw', {
      'xl domid': () => ({ exitCode: ++looks < 3 ? 0 : 1 }),
    });
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'fw: stopped\n' });
    expect(calls).toEqual(['xl list', 'xl fw xl shutdown fw', 'xl domid fw', 'xl domid fw', 'xl domid fw']);
  });

  test('not for ever', async () => {
    const { exitCode, errors } = await clickforge('stop fw --timeout 0.5');
    expect(exitCode).toBe(6);
    expect(errors).toContain('fw is still there 0.5 s after it was asked to shut down');
    expect((await clickforge('stop fw --timeout soon')).errors).toContain(
      'It has to be a number of seconds.',
    );
  });
});

test('destroy and console name the domain to the toolstack', async () => {
  expect((await clickforge('destroy fw')).calls).toEqual(['xl list', 'xl destroy fw']);
  expect((await clickforge('console fw')).calls).toEqual(['xl list', 'xl console fw']);
  expect((await clickforge('console fw --dry-run')).output).toBe('xl console fw\n');
  expect((await clickforge('destroy gone')).exitCode).toBe(3);
  expect((await clickforge('destroy fw --toolstack virsh --dry-run')).output).toBe(
    'virsh -q -c xen:///system destroy fw\n',
  );
});

describe('another host', () => {
  const ssh = 'ssh -T -o BatchMode=yes -o ConnectTimeout=10 -- root@xen1';

  test('is reached by ssh', async () => {
    const { output } = await clickforge('list --host root@xen1 --toolstack xl', {
      [`${ssh} xl list`]: { stdout: XL_LIST },
    });
    expect(output).toContain('fw ');
  });

  test('may not be there, or its name be none', async () => {
    const { errors } = await clickforge('list --host root@xen1 --toolstack xl', { [ssh]: { exitCode: 255 } });
    expect(errors).toMatch(/^error CF7511: cannot reach root@xen1: ssh failed\n/);
    expect((await clickforge('list --host -oProxyCommand=x')).errors).toContain('is no host');
  });

  test('needs an ssh on this machine', async () => {
    const { errors } = await clickforge('console fw --host root@xen1 --toolstack xl', {
      ssh: { missing: true, exitCode: undefined },
    });
    expect(errors).toContain('there is no program ssh on this machine');
  });
});
