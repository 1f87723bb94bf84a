import { expect, test } from 'vitest';
import type { DomainSpec } from '../../src/targets/domain-spec.ts';
import { leavingHandshake, VifHandshake } from '../../src/toolstack/vif-handshake.ts';
import { Xenstore } from '../../src/xenstore/client.ts';
import { memorySystem } from '../system/memory-system.ts';
import { Daemon } from '../xenstore/daemon.ts';

const FRONT = '/local/domain/7/device/vif/0';
const BACK = '/local/domain/0/backend/vif/7/0';

const domain: DomainSpec = {
  name: 'edge',
  uuid: '685497e6-1b1f-8f5b-8b0f-000000000001',
  type: 'pvh',
  memory: 4,
  vcpus: 1,
  kernel: '/edge.elf',
  vifs: [
    { mac: '00:16:3e:00:00:01', bridge: 'a' },
    { mac: '00:16:3e:00:00:02', bridge: 'b' },
  ],
  console: 'pty',
  onPoweroff: 'destroy',
  onReboot: 'restart',
  onCrash: 'preserve',
  autostart: false,
};

test('a domain that leaves the handshake to us knows its addresses, and does not start anew by itself', () => {
  const word = 'vifs=00:16:3e:00:00:01,00:16:3e:00:00:02';
  expect(leavingHandshake(domain)).toEqual({ ...domain, commandLine: word, onReboot: 'destroy' });
  expect(leavingHandshake({ ...domain, commandLine: 'a=b', onReboot: 'preserve' })).toMatchObject({
    commandLine: `a=b ${word}`,
    onReboot: 'preserve',
  });
});

async function guest(backendConnects: boolean) {
  const daemon = new Daemon();
  daemon.set(`${FRONT}/backend`, BACK);
  daemon.set(`${BACK}/state`, '2');
  if (backendConnects) {
    const backend = await Xenstore.open(daemon.open);
    await backend.watch(`${FRONT}/state`, async () => {
      if ((await backend.read(`${FRONT}/state`)) === '4') await backend.write(`${BACK}/state`, '4');
    });
  }
  const written: string[] = [];
  let time = 0;
  const { clock } = memorySystem();
  const running = {
    ...clock,
    now: () => time,
    pause: async (milliseconds: number, signal?: AbortSignal) => {
      if (backendConnects) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      else time += milliseconds;
    },
  };
  const handshake = new VifHandshake(() => Xenstore.open(daemon.open), running, 1);
  return {
    daemon,
    written,
    handshake,
    console: { domid: 7, write: (text: string) => void written.push(text) },
  };
}

test('a guest that tells of its rings is connected, and told so; other frames are not ours', async () => {
  const { daemon, written, handshake, console } = await guest(true);
  handshake.take('200 OK\r\n', console);
  handshake.take('VIFS 0:8:9:5', console);
  await expect.poll(() => written).toEqual(['WRITE vifs 0\r\n']);
  expect(daemon.nodes.get(`${FRONT}/tx-ring-ref`)).toBe('8');
  expect(daemon.nodes.get('/local/domain/7/clickforge/handshake')).toBe('toolstack');
});

test('a backend that does not connect is a vif that does not come up', async () => {
  const { handshake, console } = await guest(false);
  handshake.take('VIFS 0:8:9:5', console);
  await expect(handshake.failed).rejects.toMatchObject({ name: 'ToolstackError', code: 'CF7509' });
});
