import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../commands/run-command.ts';
import { FakeHost } from './fake-host.ts';

let image: Buffer;
beforeAll(async () => {
  const { system } = await runCommand(['build', 'fw.click', '-o', 'fw.elf'], {
    '/vnf/fw.click': 'FromDevice(0) -> Queue -> ToDevice(0);',
  });
  image = system.volume.readFileSync('/vnf/fw.elf') as Buffer;
});

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost();
});
afterEach(() => host.close());

const calls = () => host.read('calls').trimEnd().split('\n');

const LAUNCH = ['launch', 'fw.elf', '--vif', 'bridge=outside'];

/** A launch that somebody interrupts when a program is called so; gives its output. */
const interrupted = async (call: string, ...args: string[]) => {
  const [{ exitCode, output, errors }] = await Promise.all([
    host.run([...LAUNCH, '--kernel', `${host.folder}/image.elf`, ...args], { '/vnf/fw.elf': image }),
    host.interruptAt(call),
  ]);
  expect(exitCode).toBe(130);
  expect(errors).toMatch(
    /^error CF7519: the launch of fw(-1)? was interrupted\n {2}= hint: .*\n\n1 error\n$/,
  );
  expect(host.read('domains')).toBe('');
  return output;
};

test('a launch is interrupted while the guest starts', async () => {
  host.write('boot', 'clickforge: 0.1.0 on Xen\r\n');
  await interrupted('xl unpause');
});

test('… while the toolstack makes the domain: it is waited for, and nothing starts', async () => {
  host.write('slow', '');
  await interrupted('xl create');
  expect(calls().at(-1)).toBe('xl destroy fw');
  expect(calls()).not.toContain('xl unpause fw');
});

test('… and the other domains are not begun', async () => {
  host.write('slow', '');
  const output = await interrupted('xl create', '--count', '3', '--jobs', '1');
  expect(output).toBe('0 of 3 domains run\n');
  expect(calls().filter((call) => call.startsWith('xl create'))).toHaveLength(1);
});
