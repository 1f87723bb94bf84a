import { createHash } from 'node:crypto';
import { registerCommand } from '../../src/commands/register/register.ts';
import type { Http } from '../../src/system/http.ts';
import { stubBytes } from '../../src/vims/openstack/description.ts';
import { command } from './command.ts';
import type { Reader } from './reader.ts';

export const LOGIN = {
  OS_AUTH_URL: 'http://cloud/v3',
  OS_USERNAME: 'u',
  OS_PASSWORD: 'p',
  OS_PROJECT_NAME: 'x',
};
const ID = '12345678-1234-4234-8234-123456789abc';

/** A server whose answers are parted by zeros, the last one for all further requests. */
export function server(bytes: Buffer): Http {
  const bodies = bytes.toString('latin1').split('\0');
  return {
    async send({ method }) {
      const body = Buffer.from(bodies.length > 1 ? bodies.shift()! : bodies[0]!, 'latin1');
      const status = /^[0-9]{3}(?=\n)/.exec(body.toString('latin1'))?.[0];
      const headers = {
        'content-type': 'application/json',
        'x-subject-token': 'token',
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      };
      if (status) return { status: Number(status), headers, body: body.subarray(4) };
      return { status: method === 'POST' ? 201 : 200, headers, body };
    },
  };
}

/** A clock on which waiting takes no time. */
export function hasty() {
  let now = 0;
  return {
    now: () => now,
    wall: () => now,
    processor: () => ({ user: 0, system: 0 }),
    pause: async (milliseconds: number) => {
      now += Math.max(milliseconds, 1);
    },
  };
}

const CATALOGUE = [
  { type: 'image', endpoints: [{ interface: 'public', region: 'r', url: 'http://cloud/image' }] },
];
const TOKEN = JSON.stringify({
  token: { project: { id: 'p' }, catalog: CATALOGUE, expires_at: '2027-01-01T00:00:00Z' },
});
const GLANCE = {
  id: ID,
  name: 'vnf',
  status: 'active',
  size: 1,
  checksum: 'x',
  os_hash_algo: 'sha512',
  os_hash_value: 'y',
};
const IMAGES = JSON.stringify({
  images: [{ ...GLANCE, updated_at: '2026-01-01T00:00:00Z' }],
  next: '/v2/images?marker=1',
});

const sum = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex');

/** As Glance tells of an image that holds these bytes. */
const stored = (bytes: Uint8Array) =>
  JSON.stringify({ ...GLANCE, size: bytes.length, checksum: null, os_hash_value: sum('sha512', bytes) });

/** Readers of what clouds answer, and of what is known of them. */
export const cloudReaders = (image: Buffer): Record<string, Reader> => ({
  clouds: {
    seeds: async () => [
      'clouds:\n  lab:\n    auth: { auth_url: "http://cloud/v3", username: u, password: p, project_name: x, user_domain_name: d }\n    region_name: r\n    verify: false\n',
      'clouds:\n  lab:\n    profile: p\n    auth_type: v3applicationcredential\n    auth: { auth_url: http://c, application_credential_id: i, application_credential_secret: s }\n',
    ],
    read: command(
      registerCommand,
      ['register', 'openstack', 'vnf.elf', '--os-cloud', 'lab'],
      (bytes) => ({ '/vnf/vnf.elf': image, '/vnf/clouds.yaml': bytes }),
      () => ({ environment: { HOME: '/home/user' }, clock: hasty() }),
    ),
    longest: 2_000,
  },
  openstack: {
    seeds: async () => [
      [TOKEN, IMAGES, JSON.stringify({ ...GLANCE, status: 'queued' }), '204\n'].join('\0'),
      [TOKEN, '{"images":[]}', JSON.stringify(GLANCE), '503\nlater', JSON.stringify(GLANCE)].join('\0'),
      ['300\n{"versions":{"values":[]}}', '401\n{"error":{"message":"no"}}'].join('\0'),
      [
        ...[TOKEN, '{"images":[]}', '{"images":[]}'],
        ...['{}', '204\n', stored(image)],
        ...['{}', '204\n', stored(stubBytes(sum('sha256', image)))],
      ].join('\0'),
    ],
    read: command(
      registerCommand,
      ['register', 'openstack', 'vnf.elf', '-v'],
      () => ({ '/vnf/vnf.elf': image }),
      (bytes) => ({ environment: { HOME: '/home/user', ...LOGIN }, clock: hasty(), http: server(bytes) }),
    ),
    longest: 4_000,
  },
  openvim: {
    seeds: async () => [
      [
        `{"tenants":[{"id":"${ID}","name":"lab"}]}`,
        '{"images":[]}',
        '404\n{}',
        '{"flavors":[]}',
        `200\n{"flavor":{"id":"${ID}"}}`,
        `200\n{"image":{"id":"${ID}","checksum":""}}`,
      ].join('\0'),
      [
        '{"tenants":[]}',
        `200\n{"tenant":{"id":"${ID}"}}`,
        `{"images":[{"id":"${ID}","name":"vnf","path":"/a","description":"x"}]}`,
        '400\n{"error":{"description":"no"}}',
      ].join('\0'),
    ],
    read: command(
      registerCommand,
      ['register', 'openvim', 'vnf.elf', '--path', '/a', '--tenant', 'lab', '-v'],
      () => ({ '/vnf/vnf.elf': image }),
      (bytes) => ({ clock: hasty(), http: server(bytes) }),
    ),
    longest: 4_000,
  },
});
