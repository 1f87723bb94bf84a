import { createHash } from 'node:crypto';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { realHttp } from '../../../src/system/http.ts';
import type { Processes } from '../../../src/system/processes.ts';
import { realSystem } from '../../../src/system/real.ts';
import { installed, type Ran, runCommand, runOn } from '../../commands/run-command.ts';
import { memorySystem } from '../../system/memory-system.ts';
import { EXCHANGES, N, T } from './exchanges.ts';
import { type Kind, schemaOf } from './schemas.ts';
import { OpenvimServer } from './server.ts';

const vim = new OpenvimServer();
let url = '';
let image: Buffer;

beforeAll(async () => {
  url = await vim.listen();
  const { system } = await runCommand(['build', 'a.click', '-o', 'a.elf'], {
    '/vnf/a.click': 'FromDevice(0) -> Queue -> ToDevice(1);',
  });
  image = system.volume.readFileSync('/vnf/a.elf') as Buffer;
});
afterAll(() => vim.close());
beforeEach(() => {
  for (const table of Object.values(vim.tables)) table.length = 0;
  vim.tables.network.push({ id: N, name: 'default', type: 'bridge_data', status: 'ACTIVE' });
  vim.sums.clear();
  vim.seen = [];
});

describe('the server of these tests', () => {
  test('answers as the real one did', async () => {
    vim.tables.tenant.push({ id: T, name: 'lab' });
    for (const { what, path, body, status, fields, values = {}, description } of EXCHANGES) {
      const answer = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const content = Object.values((await answer.json()) as object)[0] as Record<string, unknown>;
      expect([what, answer.status]).toEqual([what, status]);
      expect([what, content]).toMatchObject([what, values]);
      if (fields) expect([what, Object.keys(content)]).toEqual([what, fields]);
      if (description instanceof RegExp) expect(content.description).toMatch(description);
      else if (description !== undefined) expect(content).toMatchObject({ code: status, description });
    }
  });

  test('takes YAML, and nothing but that and JSON', async () => {
    const post = (type: string) =>
      fetch(`${url}/tenants`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'tenant: {name: a, description: b}',
      });
    expect((await post('application/yaml')).status).toBe(200);
    expect((await post('text/plain')).status).toBe(406);
  });
});

const PATH = '/opt/VNF/images/a.elf';

async function clickforge(args: string[], run: Processes['run'] = async () => copied): Promise<Ran> {
  const memory = memorySystem(
    { ...installed, '/vnf/a.elf': image, '/vnf/out': null },
    { environment: { OPENVIM_TENANT: 'lab' } },
  );
  const processes = { ...memory.processes, run };
  const system = { ...memory, http: realHttp, processes, clock: realSystem().clock };
  return runOn(system, ['register', 'openvim', 'a.elf', ...args, '--json']);
}

const copied = { exitCode: 0, stdout: '', stderr: '', missing: false, timedOut: false };

interface Told {
  exitCode: number;
  tenantId: string;
  flavorId: string;
  imageId: string;
  serverId: string;
  made: string[];
  requests: number;
  diagnostics: { code: string; message: string }[];
}

async function register(args: string[] = [], run?: Processes['run']): Promise<Told> {
  return JSON.parse((await clickforge(['--url', url, '--path', PATH, ...args], run)).output) as Told;
}

const SERVER = ['--server', 'vm-a', '--net', 'default', '--net', `${N},mac=00:16:3e:00:00:02`];

describe('a registration', () => {
  test('makes tenant, flavor, image and a server with the tags of a unikernel', async () => {
    const told = await register(SERVER);
    expect(told).toMatchObject({
      exitCode: 0,
      diagnostics: [],
      made: ['tenant', 'flavor', 'image', 'server'],
    });
    expect(vim.tables.flavor).toMatchObject([
      { id: told.flavorId, name: 'clickforge-8MB', ram: 8, vcpus: 1 },
    ]);
    const sha256 = createHash('sha256').update(image).digest('hex');
    const description = expect.stringContaining(sha256);
    expect(vim.tables.image).toMatchObject([{ id: told.imageId, name: 'a', path: PATH, description }]);
    expect(vim.tables.server).toMatchObject([
      { id: told.serverId, name: 'vm-a', hypervisor: 'xen-unik', osImageType: 'clickos', status: 'CREATING' },
    ]);
    const networks = vim.tables.server[0]!.networks as { net_id: string; mac_address: string }[];
    expect(networks.map((each) => each.net_id)).toEqual([N, N]);
    expect(networks[0]!.mac_address).toMatch(/^00:16:3e:/);
    expect(networks[1]!.mac_address).toBe('00:16:3e:00:00:02');
  });

  test('of what is there makes nothing, with three requests', async () => {
    const first = await register(SERVER);
    const before = JSON.stringify(vim.tables);
    vim.seen = [];
    const second = await register();
    expect(second).toMatchObject({ exitCode: 0, made: [], imageId: first.imageId, flavorId: first.flavorId });
    expect(second.requests).toBeLessThanOrEqual(3);
    expect(vim.seen.length).toBe(second.requests);
    expect(await register(SERVER)).toMatchObject({ made: [], serverId: first.serverId });
    expect(JSON.stringify(vim.tables)).toBe(before);
  });

  test('that would only be made says what it would make', async () => {
    const would = (args: string[]) => register([...args, '--dry-run']);
    expect(await would(SERVER)).toMatchObject({ exitCode: 0, made: ['tenant', 'flavor', 'image'] });
    vim.tables.tenant.push({ id: T, name: 'lab' });
    expect(await would(SERVER)).toMatchObject({ made: ['flavor', 'image', 'server'] });
    await register();
    expect(await would([])).toMatchObject({ made: [] });
    expect(vim.tables.server).toEqual([]);
  });

  test('leaves a server alone that runs another image', async () => {
    await register(SERVER);
    vim.tables.server[0]!.imageRef = N;
    expect(await register(SERVER)).toMatchObject({
      exitCode: 4,
      diagnostics: [{ code: 'CF6509', message: expect.stringContaining('runs another image') }],
    });
  });

  test('of the same by several at once makes one image and one flavor', async () => {
    vim.tables.tenant.push({ id: T, name: 'lab' });
    const told = await Promise.all(Array.from({ length: 6 }, () => register()));
    for (const each of told) expect(each).toMatchObject({ exitCode: 0, diagnostics: [] });
    expect(new Set(told.map(({ imageId, flavorId }) => imageId + flavorId)).size).toBe(1);
    expect([vim.tables.image.length, vim.tables.flavor.length]).toEqual([1, 1]);
  });

  test('in a dry run makes nothing', async () => {
    expect(await register([...SERVER, '--dry-run'])).toMatchObject({ made: ['tenant', 'flavor', 'image'] });
    expect(vim.seen.filter((each) => each.startsWith('POST'))).toEqual([]);
  });

  test('copies the image to the host first, without a shell', async () => {
    const runs: unknown[] = [];
    const run: Processes['run'] = async (program, args) => {
      runs.push([program, ...args, vim.tables.image.length]);
      return copied;
    };
    expect(await register(['--path', `root@compute:${PATH}`], run)).toMatchObject({ exitCode: 0 });
    expect(runs).toEqual([['scp', '-B', '-q', '--', 'a.elf', `root@compute:${PATH}`, 0]]);
    expect(vim.tables.image).toMatchObject([{ path: PATH }]);
    expect(await register(['--path', `root@compute:${PATH}`], run)).toMatchObject({ made: [] });
    expect(runs.length).toBe(1);
    const denied = { ...copied, exitCode: 255, stderr: 'Warning\nroot@compute: Permission denied\n' };
    vim.tables.image.length = 0;
    const refused = await register(['--path', `root@compute:${PATH}`], async () => denied);
    expect(refused).toMatchObject({ exitCode: 4, diagnostics: [{ code: 'CF6506' }] });
    expect(refused.diagnostics[0]!.message).toContain('Permission denied');
    for (const bad of ['root@compute:/a;b', '-oProxyCommand=x:/a', 'a b:/c']) {
      expect(await register(['--path', bad], run)).toMatchObject({ diagnostics: [{ code: 'CF6513' }] });
    }
    expect(vim.tables.image.length).toBe(0);
  });

  test('compares the sum that a VIM in normal mode tells', async () => {
    vim.sums.set(PATH, createHash('md5').update(image).digest('hex'));
    expect(await register()).toMatchObject({ exitCode: 0, testMode: false });
    vim.tables.image.length = 0;
    vim.sums.set(PATH, '0'.repeat(32));
    expect(await register()).toMatchObject({ exitCode: 4, diagnostics: [{ code: 'CF6508' }] });
    expect(vim.tables.image).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each([
    ['a path that is relative', ['--path', 'images/a.elf'], 'path'],
    ['a path with a quote', ['--path', "/opt/it's"], 'path'],
    ['a path with braces', ['--path', '/opt/{a}'], 'path'],
    ['a path that ends in a slash', ['--path', '/opt/'], 'path'],
    ['a path of 256 characters', ['--path', `/${'a'.repeat(255)}`], 'path'],
    ['a URL with an equals sign', ['--path', 'http://h/a?b=c'], 'path'],
    ['a name with a comma', ['--name', 'a,b'], 'image name'],
    ['a name with a line feed at its end', ['--name', 'a\n'], 'image name'],
    ['no tenant', ['--tenant', ''], 'tenant'],
    ['a tenant of 65 characters', ['--tenant', 'a'.repeat(65)], 'tenant'],
    ['a server with a quote', [...SERVER, '--server', 'a"b'], 'server'],
    ['too few networks', ['--server', 'a', '--net', N], 'devices 0, 1'],
    [
      'the address of a group',
      ['--server', 'a', '--net', N, '--net', `${N},mac=01:16:3e:00:00:02`],
      'station',
    ],
  ])('%s, before anything is sent', async (_, args, words) => {
    const told = await register(args);
    expect(told).toMatchObject({ exitCode: 1, diagnostics: [{ code: 'CF6513' }] });
    expect(told.diagnostics[0]!.message).toContain(words);
    expect(vim.seen).toEqual([]);
  });

  test('a boot module, before anything is sent; a ClickOS with a filled slot is taken', async () => {
    const whole = image;
    const make = async (...args: string[]) => {
      const { system } = await runCommand(['build', 'a.click', '-o', 'b.elf', ...args], {
        '/vnf/a.click': 'FromDevice(0) -> Queue -> ToDevice(1);',
      });
      return system.volume.readFileSync('/vnf/b.elf') as Buffer;
    };
    try {
      image = await make('--delivery', 'module');
      expect(await register()).toMatchObject({ exitCode: 1, diagnostics: [{ code: 'CF6512' }] });
      expect(vim.seen).toEqual([]);
      image = await make('--base', '/installed/stem.elf');
      expect(await register(SERVER)).toMatchObject({ exitCode: 0, diagnostics: [] });
    } finally {
      image = whole;
    }
  });

  test('another image of the same name or path, the same image elsewhere, and another flavor', async () => {
    await register();
    const tenant = vim.tables.tenant[0]!.id as string;
    expect(await register(['--name', 'b'])).toMatchObject({ exitCode: 4, diagnostics: [{ code: 'CF6516' }] });
    vim.tables.image[0]!.description = 'another';
    expect(await register(['--name', 'b'])).toMatchObject({ diagnostics: [{ code: 'CF6509' }] });
    expect(await register(['--path', '/other'])).toMatchObject({ diagnostics: [{ code: 'CF6509' }] });
    vim.tables.image.length = 0;
    vim.tables.flavor[0] = { id: 'x', name: 'clickforge-8MB', ram: 16, vcpus: 1, tenant };
    expect(await register()).toMatchObject({ diagnostics: [{ code: 'CF6509' }] });
    vim.tables.flavor[0] = { id: 'x', name: 'clickforge-8MB', ram: 8, vcpus: 1, tenant };
    expect(await register()).toMatchObject({ exitCode: 0, flavorId: 'x' });
    expect(await register([...SERVER, '--net', 'nowhere'])).toMatchObject({
      diagnostics: [{ code: 'CF6511' }],
    });
  });

  test('two tenants of one name, and what the VIM itself refuses', async () => {
    await register(SERVER);
    const again = await register([...SERVER, '--server', 'other']);
    expect(again).toMatchObject({ exitCode: 4, diagnostics: [{ code: 'CF6509' }] });
    expect(again.diagnostics[0]!.message).toContain("already in use for 'mac'");
    vim.tables.tenant.push({ ...vim.tables.tenant[0], id: 'other' });
    expect(await register()).toMatchObject({ diagnostics: [{ code: 'CF6509' }] });
    const unknown = await register(['--tenant', '11111111-1111-1111-1111-111111111111']);
    expect(unknown).toMatchObject({ exitCode: 4, diagnostics: [{ code: 'CF6506' }] });
  });
});

test('descriptors for the client of OpenVIM hold to its schemas and name one another', async () => {
  const args = ['--path', PATH, '--server', 'vm', '--net', N, '--net', `${N},mac=00:16:3e:00:00:02`];
  const { system, exitCode } = await clickforge([...args, '--emit', 'out']);
  expect(exitCode).toBe(0);
  const read = (kind: Kind) => {
    const text = system.volume.readFileSync(`/vnf/out/${kind}.yaml`, 'utf8') as string;
    // The client takes a text with a tab for JSON.
    expect(text).not.toContain('\t');
    const content: unknown = parseYaml(text, { version: '1.1' });
    expect(new Ajv({ allowUnionTypes: true }).validate(schemaOf(kind), content)).toBe(true);
    return (content as Record<Kind, Record<string, unknown>>)[kind];
  };
  const [tenant, flavor, image, server] = (['tenant', 'flavor', 'image', 'server'] as const).map(read);
  expect(tenant).toMatchObject({ name: 'lab' });
  expect(server).toMatchObject({ flavorRef: flavor!.id, imageRef: image!.id, hypervisor: 'xen-unik' });
  expect(vim.seen).toEqual([]);
  const named = await clickforge([
    '--path',
    PATH,
    '--server',
    'vm',
    '--net',
    'a',
    '--net',
    'b',
    '--emit',
    'out',
  ]);
  expect(JSON.parse(named.output)).toMatchObject({ exitCode: 1, diagnostics: [{ code: 'CF6513' }] });
});
