import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../src/system/http.ts';
import { runCommand } from '../../commands/run-command.ts';

// Servers that answer in JSON, and not with what was asked for.

const LOGIN = { OS_AUTH_URL: 'http://cloud/v3', OS_USERNAME: 'u', OS_PASSWORD: 'p', OS_PROJECT_NAME: 'x' };
const ENDPOINT = { interface: 'public', url: 'http://cloud/image' };
const token = (catalog: unknown, project: unknown = { id: 'p' }) => ({ token: { project, catalog } });
const CLOUD = token([{ type: 'image', endpoints: [ENDPOINT] }]);

async function register(...answers: unknown[]) {
  const { system } = await runCommand(['build', 'a.click', '-o', 'a.elf'], {
    '/vnf/a.click': 'Idle -> Discard;',
  });
  const image = system.volume.readFileSync('/vnf/a.elf') as Buffer;
  const send = async ({ method }: { method: string }) => ({
    status: method === 'POST' ? 201 : 200,
    headers: { 'content-type': 'application/json', 'x-subject-token': 'secret' },
    body: Buffer.from(JSON.stringify(answers.length > 1 ? answers.shift() : answers[0])),
  });
  return runCommand(
    ['register', 'openstack', 'a.elf'],
    { '/vnf/a.elf': image },
    { environment: LOGIN, http: { send } },
  );
}

describe('what a cloud answers', () => {
  test.each([
    ['a catalogue of nothing', [token([null])]],
    ['a catalogue that is none', [token({ image: 1 })]],
    ['services without endpoints', [token([{ type: 'image' }])]],
    ['endpoints that are none', [token([{ type: 'image', endpoints: [null] }])]],
    ['endpoints without an address', [token([{ type: 'image', endpoints: [{ ...ENDPOINT, url: 7 }] }])]],
    ['a project without a name', [token(CLOUD.token.catalog, { id: {} })]],
    ['a list of images that is none', [CLOUD, { images: { length: 1 } }]],
    ['images of nothing', [CLOUD, { images: [null] }]],
    ['an image without a state', [CLOUD, { images: [{ id: 'x', tags: [] }] }]],
    ['an image whose tags are none', [CLOUD, { images: [{ id: 'x', status: 'active', tags: 'a' }] }]],
    ['a next page that is none', [CLOUD, { images: [], next: 7 }, {}]],
  ])('%s is refused in a sentence', async (_, answers) => {
    const { exitCode, errors } = await register(...answers);
    expect({ exitCode, errors }).toEqual({
      exitCode: expect.toSatisfy((code) => code === 3 || code === 4),
      errors: expect.stringMatching(/^error CF65\d\d: /),
    });
  });
});

describe('who a cloud is believed by, and who it hears of', () => {
  /** What the login was sent through. */
  async function lineOf(
    args: string[],
    environment: Record<string, string>,
    files: Record<string, string> = {},
  ) {
    const lines: HttpRequest['tls'][] = [];
    const send = async ({ tls }: HttpRequest) => {
      lines.push(tls);
      return { status: 401, headers: {}, body: Buffer.alloc(0) };
    };
    const all = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
    const options = { environment: { ...LOGIN, ...environment }, http: { send } };
    const { errors } = await runCommand(['register', 'openstack', 'list', ...args], all, options);
    const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();
    const [line] = lines;
    return {
      errors,
      authorities: text(line?.authorities),
      certificate: text(line?.certificate),
      key: text(line?.key),
      insecure: line?.insecure,
    };
  }

  test('certificates of a file, below a home as well', async () => {
    const environment = {
      HOME: '/home/user',
      OS_CACERT: '~/ca.pem',
      OS_CERT: '/cert.pem',
      OS_KEY: '/key.pem',
    };
    const files = { '/home/user/ca.pem': 'CA', '/cert.pem': 'CERT', '/key.pem': 'KEY' };
    expect(await lineOf([], environment, files)).toMatchObject({
      authorities: 'CA',
      certificate: 'CERT',
      key: 'KEY',
      insecure: false,
    });
  });

  test('those of the command line before others', async () => {
    const files = { '/vnf/other.pem': 'OTHER' };
    const args = ['--os-cacert', '/vnf/other.pem', '--os-interface', 'internal'];
    expect(await lineOf(args, { OS_CACERT: '/none.pem' }, files)).toMatchObject({ authorities: 'OTHER' });
    expect(await lineOf(['--insecure'], {})).toMatchObject({ insecure: true, authorities: undefined });
  });

  test('a file that is not there is told of', async () => {
    expect((await lineOf([], { OS_CACERT: '/none.pem' })).errors).toContain('cannot read /none.pem');
    const unreadable = await lineOf(['--os-cloud', 'one'], { OS_CLIENT_CONFIG_FILE: '/vnf' });
    expect(unreadable.errors).toContain('it is a folder');
  });
});
