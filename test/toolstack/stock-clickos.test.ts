import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeHost } from './fake-host.ts';

const CONFIGURATION = 'FromDevice(0) -> Queue -> ToDevice(1); FromDevice(1) -> Discard;\n';
const VIFS = ['--vif', 'bridge=outside', '--vif', 'bridge=inside'];

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost();
});
afterEach(() => host.close());

test('the Xenstore of another host needs a program there that joins its socket', async () => {
  const { exitCode, errors } = await host.run(['routers', 'fw', '--host', 'root@xen1'], {});
  expect(exitCode).toBe(3);
  expect(errors).toContain(
    'error CF7601: Xenstore is gone: nothing on this host joins a Unix socket: install socat',
  );
});

describe('a stock ClickOS', () => {
  const stock = (...args: string[]) =>
    host.run(['launch', ...args, '--base', '/installed/clickos.elf', '--script'], {
      '/vnf/it.click': CONFIGURATION,
      '/vnf/wrong.click': 'FromDevice(0) -> Countre -> ToDevice(1);',
    });

  test('and its configuration are written as one script, which a shell can read', async () => {
    const { exitCode, output } = await stock('it.click', ...VIFS);
    expect(exitCode).toBe(0);
    expect(output).toContain('kernel = "/installed/clickos.elf"');
    expect(output).toContain('FromDevice@1 -> Queue@2;');
    expect(spawnSync('sh', ['-n'], { input: output })).toMatchObject({ status: 0 });
  });

  test.each([
    ['a configuration that is wrong', 1, 'CF2002', ['wrong.click', ...VIFS]],
    ['vifs that are missing', 3, 'CF6004', ['it.click']],
    ['a script of several', 2, 'CF8001', ['it.click', ...VIFS, '--count', '2']],
    ['a script of another image', 2, 'CF8001', ['/installed/clickos.elf']],
    ['the handshake of our own images', 2, 'CF8001', ['it.click', ...VIFS, '--handshake', 'toolstack']],
    ['another delivery', 2, 'CF8008', ['it.click', ...VIFS, '--delivery', 'slot']],
  ])('refused: %s', async (_what, code, id, args) => {
    const { exitCode, errors } = await stock(...args);
    expect(errors).toContain(`error ${id}: `);
    expect(exitCode).toBe(code);
  });
});
