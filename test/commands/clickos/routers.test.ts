import { describe, expect, test } from 'vitest';
import { memorySystem } from '../../system/memory-system.ts';
import { type Script, ScriptedProcesses } from '../../toolstack/scripted-processes.ts';
import { Daemon } from '../../xenstore/daemon.ts';
import { installed, runOn } from '../run-command.ts';

const ROOT = '/local/domain/7/data/clickos';
const TAP = 'FromDevice(0) -> Queue -> ToDevice(0);\n';

/** Dom0 with a stock ClickOS `edge`, number 7, whose console says what `console` has it say. */
class Dom0 {
  readonly daemon = new Daemon();
  console: (script: Script) => void = ({ say }) => say('console 7 /dev/pts/1\r\nof the past\r\n');
  /** Sockets fail with this. */
  errno: string | undefined;

  constructor(routers: Record<number, string> = {}) {
    this.daemon.set('/local/domain/7/name', 'edge');
    this.daemon.set(ROOT, '');
    for (const [number, status] of Object.entries(routers))
      this.daemon.set(`${ROOT}/${number}/status`, status);
  }

  async run(args: string, files: Record<string, string> = {}) {
    const processes = new ScriptedProcesses({}, (_words, script) => this.console(script));
    const run = processes.run.bind(processes);
    processes.run = async (program, words) => ({ ...(await run(program, words)), stdout: 'xl\n' });
    let now = 0;
    const pause = async (milliseconds: number) => {
      await new Promise(setImmediate);
      now += milliseconds;
    };
    const clock = { ...memorySystem().clock, now: () => now, pause };
    const all = { ...installed, '/vnf/tap.click': TAP, ...files };
    const sockets = {
      ...memorySystem().sockets,
      connect: async (_path: string, onOutput: (text: string) => void) => {
        if (this.errno !== undefined) throw Object.assign(new Error(this.errno), { code: this.errno });
        return this.daemon.open(onOutput);
      },
    };
    return runOn(memorySystem(all, { processes, clock, sockets }), args.split(' '));
  }

  status(router: number): string | undefined {
    return this.daemon.nodes.get(`${ROOT}/${router}/status`);
  }

  /** Says this whenever a router is told to run. */
  whenStarted(line: string): void {
    this.console = ({ say }) => {
      say('console 7 /dev/pts/1\r\nStarting driver...\r\n');
      this.daemon.onRequest = ({ payload }) => {
        if (payload.endsWith('/status\0Running')) say(`${line}\r\n`);
      };
    };
  }
}

test('routers are listed, by name or number of their domain', async () => {
  const dom0 = new Dom0({ 0: 'Running', 2: 'Halted' });
  dom0.daemon.set(`${ROOT}/0/config_name`, 'tap');
  for (const domain of ['edge', '7']) {
    const { output } = await dom0.run(`routers ${domain} --json`);
    expect(JSON.parse(output)).toMatchObject({
      domain: 'edge',
      domid: 7,
      routers: [
        { number: 0, name: 'tap', status: 'Running' },
        { number: 2, name: '', status: 'Halted' },
      ],
    });
  }
  expect(await dom0.run('routers nobody')).toMatchObject({ exitCode: 3 });
});

describe('the router that is meant', () => {
  test('is the only one', async () => {
    const dom0 = new Dom0({ 4: 'Running' });
    const { output, exitCode } = await dom0.run('uninstall edge --force');
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'edge: router 4 is gone\n' });
    expect(dom0.status(4)).toBeUndefined();
  });

  test('has to be named where there are several, or is none', async () => {
    const several = await new Dom0({ 0: 'Halted', 1: 'Halted' }).run('start edge');
    expect(several).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('edge has several routers'),
    });
    const none = await new Dom0().run('start edge');
    expect(none).toMatchObject({ exitCode: 2, errors: expect.stringContaining('edge has no router') });
  });

  test('may not be one', async () => {
    const { exitCode, errors } = await new Dom0({ 0: 'Halted' }).run('stop edge --router 3');
    expect(exitCode).not.toBe(0);
    expect(errors).toContain('router 3');
  });
});

describe('a router', () => {
  test('starts when the console says so, and not by what it said before', async () => {
    const dom0 = new Dom0({ 1: 'Halted' });
    dom0.whenStarted('Starting driver...');
    expect(await dom0.run('start edge')).toMatchObject({ exitCode: 0, output: 'edge: router 1 runs\n' });
    expect(dom0.status(1)).toBe('Running');
  });

  test('that does not start tells why', async () => {
    const dom0 = new Dom0({ 1: 'Halted' });
    dom0.whenStarted('Router init failed!');
    const { exitCode, errors } = await dom0.run('start edge');
    expect(exitCode).toBe(4);
    expect(errors).toContain('router 1 of edge could not start');
  });

  test('is not waited for longer than it may take', async () => {
    const { exitCode, errors } = await new Dom0({ 1: 'Halted' }).run('start edge --timeout 1');
    expect(exitCode).toBe(6);
    expect(errors).toContain('router 1 of edge did not say in time that it runs');
  });

  test('is halted, or would be', async () => {
    const dom0 = new Dom0({ 1: 'Running' });
    expect((await dom0.run('stop edge --router 1 --dry-run')).output).toBe(
      'edge: router 1 would be changed\n',
    );
    expect(dom0.status(1)).toBe('Running');
    expect((await dom0.run('stop edge --router 1')).output).toBe('edge: router 1 is halted\n');
    expect(dom0.status(1)).toBe('Halted');
  });
});

describe('inject', () => {
  test('installs and starts a configuration', async () => {
    const dom0 = new Dom0();
    dom0.whenStarted('Starting driver...');
    const { exitCode, output } = await dom0.run('inject edge tap.click --json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ domid: 7, router: 0, name: 'tap', running: true });
    expect(dom0.daemon.nodes.get(`${ROOT}/0/config/0`)).toContain('FromDevice(0)');
  });

  test('installs only', async () => {
    const dom0 = new Dom0();
    const { output } = await dom0.run('inject edge tap.click --no-start');
    expect(output).toMatch(/^edge: router 0 is installed \(/);
    expect(dom0.status(0)).toBe('Halted');
  });

  test('refuses a configuration that a node cannot hold', async () => {
    const files = { '/vnf/nul.click': 'Idle -> Print("a\0b") -> Discard;' };
    const { exitCode, errors } = await new Dom0().run('inject edge nul.click', files);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^error CF/m);
  });

  test('waits for a ClickOS, not for ever', async () => {
    const dom0 = new Dom0();
    dom0.daemon.nodes.delete(ROOT);
    const { errors } = await dom0.run('inject edge tap.click --timeout 1');
    expect(errors).toContain('domain 7 does not say that it is a ClickOS');
  });
});

test('Xenstore may not be reached', async () => {
  const dom0 = new Dom0();
  for (const [errno, why] of [
    ['ENOENT', 'there is no such socket'],
    ['EACCES', 'permission denied'],
    ['ECONNREFUSED', 'ECONNREFUSED'],
  ] as const) {
    dom0.errno = errno;
    const { exitCode, errors } = await dom0.run('routers edge');
    expect(exitCode).toBe(3);
    expect(errors).toContain(`cannot reach Xenstore at /run/xenstored/socket: ${why}`);
  }
});

describe('handlers', () => {
  test('are read and written through nodes', async () => {
    const dom0 = new Dom0({ 0: 'Running' });
    dom0.daemon.onRequest = ({ payload }) => {
      if (!payload.startsWith(`${ROOT}/0/control/read/c/count\0`)) return;
      dom0.daemon.set(`${ROOT}/0/elements/c/count`, '42');
      dom0.daemon.set(`${ROOT}/0/elements/c/lock`, '0');
    };
    expect((await dom0.run('control edge read c.count c.count --through xenstore --router 0')).output).toBe(
      'c.count: 42\nc.count: 42\n',
    );
    expect(await dom0.run('control edge write c.reset 1 --through xenstore')).toMatchObject({ exitCode: 0 });
    expect(dom0.daemon.nodes.get(`${ROOT}/0/elements/c/reset`)).toBe('1');
  });

  test('that do not answer', async () => {
    const { exitCode, errors } = await new Dom0({ 0: 'Running' }).run(
      'control edge read c.count --through xenstore --timeout 1',
    );
    expect(exitCode).toBe(6);
    expect(errors).toContain('domain 7 does not answer for c.count');
  });

  test('are not listed, nor called when nothing is to be done', async () => {
    const dom0 = new Dom0({ 0: 'Running' });
    expect((await dom0.run('control edge list --through xenstore')).errors).toContain(
      'a stock ClickOS lists no handlers',
    );
    expect(await dom0.run('control edge read c.count --through xenstore --dry-run')).toMatchObject({
      exitCode: 0,
      errors: '',
    });
  });
});
