import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { stubBytes } from '../../src/vims/openstack/description.ts';
import { runCommand } from '../commands/run-command.ts';
import { hasty, LOGIN, server } from '../fuzz/cloud-readers.ts';

// Servers whose answers hold, at any one place, something of another kind than what belongs there.

const ID = '12345678-1234-4234-8234-123456789abc';
const [OTHER, FIRST, SECOND] = ['1', '2', '3'].map((digit) => digit + ID.slice(1));
const VIFS = 'FromDevice(0) -> Queue -> ToDevice(1); FromDevice(1) -> Discard;';

/** Its toString is no function: even to make text of it fails. */
const UNTEXTED = { toString: 0, valueOf: 0 };
const ODD = [
  UNTEXTED,
  [UNTEXTED],
  null,
  {},
  [],
  [[null]],
  5,
  -1,
  '',
  true,
  'a\r\nb: c',
  'http://[',
  'ftp://x/y',
  '\u001b[2Jx\u009b',
];

const endpoints = (url: string) => [{ interface: 'public', region: 'r', url }];
const TOKEN = {
  token: {
    project: { id: 'p' },
    catalog: [
      { type: 'image', endpoints: endpoints('http://cloud/image') },
      { type: 'compute', endpoints: endpoints('http://cloud/compute') },
    ],
    expires_at: '2027-01-01T00:00:00Z',
  },
};
const IMAGE = {
  id: ID,
  name: 'vnf',
  status: 'active',
  tags: ['clickforge'],
  clickforge_digest: 'ab'.repeat(32),
  disk_format: 'raw',
  kernel_id: OTHER,
  updated_at: '2026-01-01T00:00:00Z',
};
const KERNEL = { ...IMAGE, id: OTHER, name: 'vnf-kernel', disk_format: 'aki' };

const { system } = await runCommand(['build', 'a.click', '-o', 'a.elf'], { '/vnf/a.click': VIFS });
const image = system.volume.readFileSync('/vnf/a.elf') as Buffer;
const sum = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex');

/** As Glance tells of an image that holds these bytes. */
const stored = (bytes: Uint8Array) => ({
  ...IMAGE,
  size: bytes.length,
  checksum: sum('md5', bytes),
  os_hash_algo: 'sha512',
  os_hash_value: sum('sha512', bytes),
});

/** Without a status: what the method usually gets. */
interface Answer {
  status?: number;
  content: unknown;
}

const say = (content: unknown, status?: number): Answer => (status ? { status, content } : { content });

const FLOWS: Record<string, { args: string[]; answers: Answer[]; exitCode: number }> = {
  'a registration at an OpenVIM': {
    args: [
      ...['register', 'openvim', 'vnf.elf', '--path', '/a', '--tenant', 'lab'],
      ...['--server', 'vm', '--net', 'left', '--net', 'right'],
    ],
    answers: [
      say({ tenants: [{ id: ID, name: 'lab' }] }),
      say({ images: [{ id: OTHER, name: 'other', path: '/b', description: 'another' }] }),
      say({}, 404),
      say({ flavors: [] }),
      say({ networks: [{ id: FIRST, name: 'left' }] }),
      say({ networks: [{ id: SECOND, name: 'right' }] }),
      say({ flavor: { id: ID } }, 200),
      say({ image: { id: ID, checksum: '' } }, 200),
      say({ servers: [] }),
      say({ server: { id: ID } }, 200),
    ],
    exitCode: 0,
  },
  'a flavor that is another': {
    args: ['register', 'openvim', 'vnf.elf', '--path', '/a', '--tenant', ID],
    answers: [
      say({ images: [] }),
      say({}, 404),
      say({ flavors: [{ id: OTHER, name: 'x' }] }),
      say({ flavor: { id: OTHER, ram: 1, vcpus: 1 } }),
    ],
    exitCode: 4,
  },
  'a registration in OpenStack': {
    args: ['register', 'openstack', 'vnf.elf'],
    answers: [
      say(TOKEN),
      say({ images: [KERNEL] }),
      say({ images: [] }),
      say({}),
      say({}, 204),
      say(stored(image)),
      say({}),
      say({}, 204),
      say(stored(stubBytes(sum('sha256', image)))),
    ],
    exitCode: 0,
  },
  'an end of a registration in OpenStack': {
    args: ['unregister', 'openstack', 'vnf'],
    answers: [
      say(TOKEN),
      say({ images: [IMAGE, KERNEL] }),
      say({ servers: [] }),
      say({ images: [] }),
      say({}, 204),
      say({ images: [] }),
      say({}, 204),
    ],
    exitCode: 0,
  },
  'an image that instances use': {
    args: ['unregister', 'openstack', ID],
    answers: [say(TOKEN), say({ images: [IMAGE, KERNEL] }), say({ servers: [{ id: OTHER }] })],
    exitCode: 4,
  },
};

function perform(args: string[], answers: Answer[]) {
  const parts = answers.map(({ status, content }) => {
    const json = JSON.stringify(content);
    return status === undefined ? json : `${status}\n${json}`;
  });
  const http = server(Buffer.from(parts.join('\0'), 'latin1'));
  const environment = { HOME: '/home/user', ...LOGIN };
  return runCommand(args, { '/vnf/vnf.elf': image }, { environment, clock: hasty(), http });
}

function* placesIn(value: unknown, path: string[] = []): Generator<string[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* placesIn(inner, [...path, key]);
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  return Object.assign(copy, { [key]: replaced((value as Record<string, unknown>)[key], rest, by) });
}

test.each(Object.entries(FLOWS))('%s is told, whatever stands where in the answers', async (_, flow) => {
  const { args, answers, exitCode } = flow;
  const usual = await perform(args, answers);
  expect(usual.exitCode, usual.errors).toBe(exitCode);
  for (const [index, answer] of answers.entries())
    for (const place of placesIn(answer.content))
      for (const odd of ODD) {
        const content = replaced(answer.content, place, odd);
        const ran = await perform(args, answers.with(index, { ...answer, content }));
        const what = `${index} ${place.join('.')} ${JSON.stringify(odd)}\n${ran.errors}`;
        expect([0, 3, 4], what).toContain(ran.exitCode);
        expect(ran.both, what).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }
});
