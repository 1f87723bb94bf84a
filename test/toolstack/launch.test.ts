import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../commands/run-command.ts';
import { FakeHost, RUNNING } from './fake-host.ts';

const CONFIGURATION = 'FromDevice(0) -> Queue -> ToDevice(1); FromDevice(1) -> Discard;\n';
const VIFS = ['--vif', 'bridge=outside', '--vif', 'bridge=inside'];

let image: Buffer;
beforeAll(async () => {
  const { system } = await runCommand(['build', 'fw.click', '-o', 'fw.elf'], {
    '/vnf/fw.click': CONFIGURATION,
  });
  image = system.volume.readFileSync('/vnf/fw.elf') as Buffer;
});

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost();
});
afterEach(() => host.close());

const clickforge = (...args: string[]) => host.run(args, { '/vnf/fw.elf': image });
const launch = (...args: string[]) =>
  clickforge('launch', 'fw.elf', ...VIFS, '--kernel', `${host.folder}/image.elf`, ...args);
const calls = () => host.read('calls').trimEnd().split('\n');

test('a domain is made, watched and started, and that is all', async () => {
  const { exitCode, output, errors } = await launch();
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  expect(output).toMatch(/^fw: its router runs, in domain [0-9]+\n$/);
  expect(host.read('created')).toContain(`kernel = "${host.folder}/image.elf"`);
  expect(calls()).toEqual([
    'xl info',
    'xl list',
    'xl create -q -p /dev/null name = "fw"',
    'xl domid fw',
    'xl unpause fw',
  ]);
});

test('the same on another host, through its shell', async () => {
  host.write(`it's a "$HOME".elf`, '');
  const kernel = `${host.folder}/it's a "$HOME".elf`;
  const { exitCode, errors } = await launch('--host', 'root@xen1', '--kernel', kernel);
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  expect(host.read('created')).toContain(`it's a \\"$HOME\\".elf`);
  expect(calls()[0]).toMatch(/^ssh -T -o BatchMode=yes -o ConnectTimeout=10 -- root@xen1 sh -c /);
});

test('libvirt is told the same in its own words', async () => {
  host.close();
  host = new FakeHost(['virsh', 'ip']);
  const vnf = 'vifs: [{ bridge: outside }, { bridge: inside }]\nautostart: true\n';
  const args = ['launch', 'fw.elf', '--kernel', `${host.folder}/image.elf`, '--json'];
  const { exitCode, output } = await host.run(args, { '/vnf/fw.elf': image, '/vnf/vnf.yaml': vnf });
  expect(exitCode).toBe(0);
  expect(JSON.parse(output)).toMatchObject({
    domains: [{ name: 'fw', domid: 7, console: RUNNING.trim().split('\r\n') }],
  });
  expect(host.read('created')).toContain('<source bridge="outside"/>');
  expect(host.read('defined')).toBe(host.read('created'));
  expect(calls().at(-1)).toBe('virsh -q -c xen:///system autostart fw');
});

test('a configuration is built first, and what is wrong with it told', async () => {
  const run = (source: string) =>
    host.run(['launch', 'new.click', ...VIFS, '--kernel', `${host.folder}/image.elf`], {
      '/vnf/new.click': source,
    });
  const { exitCode, output, system } = await run(CONFIGURATION);
  expect({ exitCode, output }).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/^new: its router runs/),
  });
  expect(system.volume.existsSync('/vnf/new.elf')).toBe(true);
  const broken = await run('FromDevice(0) -> Qeue -> ToDevice(1);');
  expect(broken.exitCode).toBe(1);
  expect(broken.errors).toContain("error CF2002: undeclared element 'Qeue'");
});

test('two of one name are one too many', async () => {
  const args = ['launch', 'fw.elf', 'fw.elf', ...VIFS, '--kernel', `${host.folder}/image.elf`];
  const { exitCode, output, errors } = await clickforge(...args);
  expect(exitCode).toBe(3);
  expect(errors).toContain('CF7505');
  expect(output).toContain('1 of 2 domains run');
});

test('a dry run changes nothing, and says what it would do', async () => {
  const { exitCode, output } = await launch('--dry-run');
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^xl create -q -p \/dev\/null 'name = "fw"\n[^']*'\nxl unpause fw\n$/);
  expect(calls()).toEqual(['xl info', 'xl list']);
});

describe('before anything is started', () => {
  const refused = async (id: string, words: RegExp, ...args: string[]) => {
    const { exitCode, errors } = await launch(...args);
    expect(exitCode).toBe(3);
    expect(errors).toMatch(new RegExp(`^error ${id}: .*\n  = hint: .*\n`));
    expect(errors).toMatch(words);
    expect(calls().filter((call) => call.startsWith('xl create'))).toEqual([]);
  };

  test('the toolstack has to be there', async () => {
    await refused('CF7501', /there is no virsh on this machine/, '--toolstack', 'virsh');
    host.close();
    host = new FakeHost(['ip']);
    await refused('CF7501', /there is neither xl nor virsh on this machine/);
  });

  test('Xen has to run', async () => {
    host.write('info', 'xencall: error: Could not obtain handle\nlibxl: error: cannot open libxc handle\n');
    await refused('CF7502', /on this machine: libxl: error: cannot open libxc handle/);
  });

  test('Xen has to have the memory', async () => {
    await refused('CF7503', /fw needs 499 MiB, and Xen on this machine has 498 MiB free/, '--memory', '498');
  });

  test('unless it takes the memory from dom0', async () => {
    host.write('info', 'free_memory            : 1\nxen_commandline        : console=com1\n');
    expect((await launch()).exitCode).toBe(0);
  });

  test('each bridge has to be there', async () => {
    host.write('bridges', 'outside\n');
    await refused('CF7504', /no bridge inside on this machine for vif 1/);
  });

  test('the name has to be free', async () => {
    host.write('domains', 'fw 3\n');
    await refused('CF7505', /there is a domain fw on this machine already/);
    expect(host.read('domains')).toBe('fw 3\n');
  });

  test('the host has to be able to read the image', async () => {
    await refused('CF7506', /cannot read the image \/gone.elf/, '--kernel', '/gone.elf');
  });

  test('every device has to have its vif', async () => {
    const { exitCode, errors } = await clickforge('launch', 'fw.elf', '--vif', 'bridge=outside');
    expect(exitCode).toBe(3);
    expect(errors).toMatch(/^error CF6004: the configuration uses devices 0, 1, and there is 1 vif/);
    expect(host.read('calls')).toBe('');
  });

  test('the host has to be there', async () => {
    await refused('CF7511', /cannot reach root@nowhere: ssh: Could not resolve/, '--host', 'root@nowhere');
  });

  test('all that is wrong is told in one run', async () => {
    host.write('bridges', '');
    const { errors } = await launch('--kernel', '/gone.elf');
    expect(errors.match(/^error CF[0-9]+/gm)).toEqual(['error CF7506', 'error CF7504', 'error CF7504']);
  });
});

describe('of a launch that fails nothing is left', () => {
  const failed = async (code: number, id: string, ...args: string[]) => {
    const { exitCode, errors } = await launch(...args);
    expect(errors).toMatch(new RegExp(`^error ${id}: `));
    expect(exitCode).toBe(code);
    expect(host.read('domains')).toBe('');
    return errors;
  };

  test('when xl refuses', async () => {
    host.write(
      'refusal',
      'libxl: error: libxl_dom.c:594:libxl__build_dom: xc_dom_build_image failed\nmore\n',
    );
    const errors = await failed(3, 'CF7507');
    expect(errors).toContain('xl did not create fw: xc_dom_build_image failed\n');
  });

  test('but another domain of the same name, which came in between', async () => {
    host.write('refusal', 'libxl: error: libxl_create.c:1:f: Domain with name "fw" already exists.\n');
    host.write('created', 'uuid = "685497e6-1b1f-8f5b-8b0f-000000000001"\n');
    const { exitCode, errors } = await launch();
    expect(exitCode).toBe(3);
    expect(errors).toContain('Domain with name "fw" already exists.');
    expect(calls().filter((call) => call.startsWith('xl destroy'))).toEqual([]);
  });

  test('when the guest crashes: its last lines are told', async () => {
    host.write('boot', 'clickforge: 0.1.0 on Xen\r\nclickforge: fatal: start: out of memory\r\n');
    const errors = await failed(3, 'CF7508');
    expect(errors).toContain('fw ended before its router ran: start: out of memory\n');
    expect(errors).toContain('= note: clickforge: 0.1.0 on Xen\n');
  });

  test('when a vif does not come up', async () => {
    host.write('boot', `clickforge: vif 1 waits for its backend, whose state is 2 (waiting)\r\n${RUNNING}`);
    const errors = await failed(3, 'CF7509', '--timeout', '1');
    expect(errors).toContain('vif 1 of fw waits for its backend, whose state is 2 (waiting), after 1 s');
  });

  test('when the router does not run in time', async () => {
    host.write('boot', 'clickforge: 0.1.0 on Xen\r\n');
    expect(await failed(6, 'CF7510', '--timeout', '0.3')).toContain(
      'the router of fw does not run after 0.3 s',
    );
  });
});

test('a vif may come up late', async () => {
  const waits = 'clickforge: vif 1 waits for its backend, whose state is 2 (waiting)\r\n';
  host.write('boot', `${waits}${RUNNING}clickforge: vif 1 connected\r\n`);
  expect((await launch()).exitCode).toBe(0);
});

describe('several', () => {
  test('are numbered, and have addresses of their own', async () => {
    const { exitCode, output } = await launch('--count', '3', '--jobs', '1', '--json');
    expect(exitCode).toBe(0);
    const { domains } = JSON.parse(output) as {
      domains: { name: string; uuid: string; vifs: { mac: string }[] }[];
    };
    expect(domains.map(({ name }) => name)).toEqual(['fw-1', 'fw-2', 'fw-3']);
    expect(new Set(domains.map(({ uuid }) => uuid)).size).toBe(3);
    expect(new Set(domains.flatMap(({ vifs }) => vifs.map(({ mac }) => mac))).size).toBe(6);
  });

  test('go on where one fails', async () => {
    host.write('domains', 'fw-2 3\n');
    const { exitCode, output, errors } = await launch('--count', '3', '--jobs', '1');
    expect(exitCode).toBe(3);
    expect(errors).toContain('there is a domain fw-2 on this machine already');
    expect(output).toMatch(/fw-1: its router runs.*\nfw-3: its router runs.*\n2 of 3 domains run\n$/);
  });

  test('need their memory together', async () => {
    const { exitCode, errors } = await launch('--count', '100');
    expect(exitCode).toBe(3);
    expect(errors).toContain('the 100 domains need 500 MiB');
  });
});

describe('a domain that is there', () => {
  beforeEach(() => host.write('domains', 'fw 3\nother 4\n'));

  test('is listed', async () => {
    const { output } = await clickforge('list', '--json');
    expect(JSON.parse(output)).toMatchObject({
      domains: [
        { name: 'fw', id: 3, state: 'idle', memory: 4, vcpus: 1, seconds: 0.5 },
        { name: 'other', id: 4 },
      ],
    });
  });

  test('is destroyed, and no other', async () => {
    expect((await clickforge('destroy', 'fw')).output).toBe('fw: destroyed\n');
    expect(host.read('domains')).toBe('other 4\n');
  });

  test('is stopped', async () => {
    expect((await clickforge('stop', 'fw')).output).toBe('fw: stopped\n');
    expect(host.read('domains')).toBe('other 4\n');
  });

  test('is given up on when it does not stop', async () => {
    host.write('stubborn', '');
    const { exitCode, errors } = await clickforge('stop', 'fw', '--timeout', '0.2');
    expect(exitCode).toBe(6);
    expect(errors).toMatch(/^error CF7517: fw is still there 0.2 s after/);
  });

  test.each([['status'], ['destroy'], ['stop'], ['console'], ['control', 'list']])(
    'is not there: %s',
    async (command, ...more) => {
      const { exitCode, errors } = await clickforge(command, 'nobody', ...more);
      expect(exitCode).toBe(3);
      expect(errors).toMatch(/^error CF7512: there is no domain nobody/);
    },
  );

  test.each([
    'list',
    'status fw',
    'destroy fw',
    'stop fw',
    'console fw',
    'logs fw',
    'control fw list',
    'top fw',
  ])('is left alone by a dry run: %s', async (command) => {
    const { exitCode, output } = await clickforge(...command.split(' '), '--dry-run');
    expect(exitCode).toBe(0);
    expect(output).not.toBe('');
    expect(host.read('calls')).toBe('');
  });
});
