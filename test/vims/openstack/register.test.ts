import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { realHttp } from '../../../src/system/http.ts';
import { realSystem } from '../../../src/system/real.ts';
import type { Image } from '../../../src/vims/openstack/glance.ts';
import { installed, type Ran, runCommand, runOn } from '../../commands/run-command.ts';
import { selfSigned } from '../../system/certificate.ts';
import { memorySystem } from '../../system/memory-system.ts';
import { Cloud } from './cloud.ts';
import { FaultyProxy, fault, status } from './proxy.ts';

const cloud = new Cloud();
const TIMEOUT = 60_000;
/** All that any run said, for the test that looks for secrets. */
let said = '';
const tokens = new Set<string>();

interface Running {
  environment?: Record<string, string>;
  files?: Record<string, string | Buffer>;
  /** Milliseconds of the pauses that were asked for; they are cut short. */
  pauses?: number[];
  onInterrupt?: (handler: () => void) => () => void;
}

let images = 0;

/** An image that no other test has. */
async function newImage(): Promise<Buffer> {
  const { system } = await runCommand(['build', 'a.click', '-o', 'a.elf'], {
    '/vnf/a.click': `Idle -> c${images++} :: Counter -> Discard;`,
  });
  return system.volume.readFileSync('/vnf/a.elf') as Buffer;
}

async function clickforge(args: string[], running: Running = {}): Promise<Ran> {
  const { clock } = realSystem();
  const { environment = cloud.environment(), files = {}, pauses = [] } = running;
  let skipped = 0;
  const pause = (milliseconds: number) => {
    pauses.push(milliseconds);
    const short = Math.min(milliseconds, 100);
    skipped += milliseconds - short;
    return clock.pause(short);
  };
  const now = () => clock.now() + skipped;
  const http: typeof realHttp = {
    async send(sent) {
      tokens.add(sent.headers?.['x-auth-token'] ?? '');
      return realHttp.send(sent);
    },
  };
  const memory = memorySystem(
    { ...installed, ...files },
    { environment: { HOME: '/home/user', ...environment } },
  );
  const system = { ...memory, http, clock: { ...clock, now, pause } };
  if (running.onInterrupt) system.onInterrupt = running.onInterrupt;
  const ran = await runOn(system, [...args]);
  said += ran.both;
  return ran;
}

interface Told {
  imageId: string;
  kernelId: string;
  uploaded: boolean;
  requests: number;
  removed: string[];
  diagnostics: { code: string; severity: string; message: string }[];
  exitCode: number;
}

async function register(image: Buffer, args: string[] = [], running: Running = {}): Promise<Told> {
  const files = { '/vnf/vnf.elf': image, ...running.files };
  const { output } = await clickforge(['register', 'openstack', 'vnf.elf', '--json', '-v', ...args], {
    ...running,
    files,
  });
  return JSON.parse(output) as Told;
}

const codesOf = ({ diagnostics }: Told) => diagnostics.map(({ code }) => code);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const nameOf = (image: Buffer) => `vnf-${sha256(image).substring(0, 8)}`;

/** What Glance itself says, asked past the proxy and by other means than those of clickforge. */
async function ask(path: string): Promise<Response> {
  const password = { user: { name: 'demo', domain: { id: 'default' }, password: 'demo-secret' } };
  const scope = { project: { name: 'demo', domain: { id: 'default' } } };
  const body = JSON.stringify({ auth: { identity: { methods: ['password'], password }, scope } });
  const headers = { 'content-type': 'application/json' };
  const login = await fetch(`http://127.0.0.1:${cloud.identity.port}/v3/auth/tokens`, {
    method: 'POST',
    headers,
    body,
  });
  const token = login.headers.get('x-subject-token') ?? '';
  return fetch(`http://127.0.0.1:${cloud.images.port}/v2${path}`, { headers: { 'x-auth-token': token } });
}

async function imagesOf(image: Buffer): Promise<Image[]> {
  const answer = await ask(`/images?tag=sha256-${sha256(image)}`);
  return ((await answer.json()) as { images: Image[] }).images;
}

beforeAll(() => cloud.start(), 150_000);
afterAll(() => cloud.stop());
beforeEach(() => {
  cloud.identity.reset();
  cloud.images.reset();
});

describe('a registration', { timeout: TIMEOUT }, () => {
  test('is a kernel and a stub that names it; the second time nothing is sent', async () => {
    const image = await newImage();
    const args = ['--name', 'firewall', '--cmdline', 'a "b"', '--memory', '16'];
    const first = await register(image, args);
    expect(first).toMatchObject({ exitCode: 0, uploaded: true, diagnostics: [] });
    const [kernel, stub] = (await Promise.all(
      [first.kernelId, first.imageId].map(async (id) => (await ask(`/images/${id}`)).json()),
    )) as [Image, Image];
    expect(kernel).toMatchObject({
      name: 'firewall-kernel',
      disk_format: 'aki',
      container_format: 'aki',
      os_hash_value: createHash('sha512').update(image).digest('hex'),
    });
    expect(stub).toMatchObject({
      name: 'firewall',
      status: 'active',
      disk_format: 'raw',
      container_format: 'bare',
      visibility: 'private',
      min_ram: 16,
      kernel_id: first.kernelId,
      os_command_line: 'a "b"',
      architecture: 'x86_64',
      hw_vm_mode: 'xen',
      vm_mode: 'xen',
      img_hv_type: 'xen',
      hypervisor_type: 'xen',
      hw_vif_model: 'netfront',
    });
    expect(stub.tags).toEqual(
      expect.arrayContaining(['clickforge', `sha256-${sha256(image)}`, 'configuration-firewall']),
    );
    const stored = await ask(`/images/${first.kernelId}/file`);
    expect(Buffer.from(await stored.arrayBuffer()).equals(image)).toBe(true);
    cloud.identity.reset();
    cloud.images.reset();
    const second = await register(image, args);
    expect(second).toMatchObject({ uploaded: false, imageId: first.imageId, kernelId: first.kernelId });
    expect(second.requests).toBeLessThanOrEqual(3);
    expect(cloud.identity.seen.length + cloud.images.seen.length).toBe(second.requests);
  });

  test('of what is registered otherwise, or of a name that is taken, is refused unless it is to replace', async () => {
    const [image, other] = [await newImage(), await newImage()];
    const name = ['--name', nameOf(image)];
    const first = await register(image, name);
    expect(codesOf(await register(image, [...name, '--memory', '32']))).toEqual(['CF6516']);
    const again = await register(image, [...name, '--memory', '32', '--replace', '--dry-run']);
    expect(again).toMatchObject({ exitCode: 0, uploaded: false, removed: [first.imageId] });
    expect((await imagesOf(image)).length).toBe(2);
    expect(codesOf(await register(other, name))).toEqual(['CF6509']);
    const replaced = await register(other, [...name, '--replace']);
    expect(replaced).toMatchObject({ exitCode: 0, uploaded: true });
    expect(replaced.removed.sort()).toEqual([first.imageId, first.kernelId].sort());
    expect(await imagesOf(image)).toEqual([]);
    // The ids of what was deleted are taken for ever.
    const back = await register(image, [...name, '--replace']);
    expect(back).toMatchObject({ exitCode: 0, uploaded: true });
    expect([first.imageId, first.kernelId]).not.toContain(back.imageId);
  });

  test('of twelve at once, six of them of the same image', async () => {
    const same = await newImage();
    const all = [...Array.from({ length: 6 }, () => same)];
    while (all.length < 12) all.push(await newImage());
    const done = await Promise.all(all.map((image) => register(image, ['--name', nameOf(image)])));
    for (const each of done) expect(each).toMatchObject({ exitCode: 0, diagnostics: [] });
    expect(new Set(done.slice(0, 6).map(({ imageId, kernelId }) => imageId + kernelId)).size).toBe(1);
    expect(new Set(done.map(({ imageId }) => imageId)).size).toBe(7);
    for (const image of all)
      expect((await imagesOf(image)).map((each) => each.status)).toEqual(['active', 'active']);
  });

  test('that the cloud does not allow or cannot hold says so', async () => {
    const image = await newImage();
    const name = ['--name', nameOf(image)];
    expect(codesOf(await register(image, [...name, '--visibility', 'public']))).toEqual(['CF6505']);
    expect(codesOf(await register(image, [...name, '--style', 'uki']))).toEqual(['CF6512']);
    expect(await imagesOf(image)).toEqual([]);
  });
});

describe('what was registered', { timeout: TIMEOUT }, () => {
  test('is listed, shown, and removed when nothing uses it', async () => {
    const image = await newImage();
    const files = { '/vnf/vnf.elf': image };
    const { imageId, kernelId } = await register(image, ['--name', nameOf(image)]);
    const listed = await clickforge(['register', 'openstack', 'list']);
    expect(listed.output).toMatch(new RegExp(`^${nameOf(image)} +${imageId} +active `, 'm'));
    const shown = await clickforge(['register', 'openstack', 'show', sha256(image).substring(0, 12)]);
    expect(shown.output).toContain(kernelId);
    const unregister = (word: string) => clickforge(['unregister', 'openstack', word, '--json'], { files });
    cloud.inUse.add(imageId);
    expect(JSON.parse((await unregister(imageId)).output)).toMatchObject({
      exitCode: 4,
      diagnostics: [{ code: 'CF6510', message: expect.stringContaining(`instance-of-${imageId}`) }],
    });
    cloud.inUse.delete(imageId);
    expect(JSON.parse((await unregister(kernelId)).output)).toMatchObject({
      diagnostics: [
        { code: 'CF6510', message: expect.stringContaining(`image ${nameOf(image)} (${imageId})`) },
      ],
    });
    expect((await imagesOf(image)).length).toBe(2);
    expect(JSON.parse((await unregister(nameOf(image))).output)).toMatchObject({
      removed: [imageId, kernelId],
    });
    expect(await imagesOf(image)).toEqual([]);
    expect(JSON.parse((await unregister(nameOf(image))).output)).toMatchObject({
      diagnostics: [{ code: 'CF6511' }],
    });
  });
});

describe('settings', { timeout: TIMEOUT }, () => {
  const list = async (
    environment: Record<string, string>,
    files: Running['files'] = {},
    args: string[] = [],
  ) => {
    const ran = await clickforge(['register', 'openstack', 'list', '--json', ...args], {
      environment,
      files,
    });
    return JSON.parse(ran.output) as Told & { registrations?: unknown[] };
  };

  test('come from clouds.yaml with its secrets in secure.yaml', async () => {
    const auth = `{auth_url: ${cloud.authUrl.replace('/v3', '')}, username: demo, project_name: demo}`;
    const files = {
      '/home/user/.config/openstack/clouds.yaml': `clouds: {one: {auth: ${auth}, region_name: RegionOne}, two: {}}`,
      '/home/user/.config/openstack/secure.yaml': 'clouds: {one: {auth: {password: demo-secret}}}',
    };
    expect(await list({ OS_CLOUD: 'one' }, files)).toMatchObject({ exitCode: 0 });
    expect(codesOf(await list({}, files))).toEqual(['CF6501']);
    expect(codesOf(await list({ OS_CLOUD: 'two' }, files))).toEqual(['CF6501']);
    expect(codesOf(await list({ OS_CLOUD: 'one' }, files, ['--os-region-name', 'Mars']))).toEqual(['CF6504']);
  });

  test('may be a token or an application credential', async () => {
    const { OS_PASSWORD: _, OS_USERNAME: __, ...rest } = cloud.environment();
    const login = await logIn();
    expect(await list({ ...rest, OS_AUTH_TYPE: 'token', OS_TOKEN: login.token })).toMatchObject({
      exitCode: 0,
    });
    const answer = await fetch(`${cloud.authUrl}/users/${login.userId}/application_credentials`, {
      method: 'POST',
      headers: { 'x-auth-token': login.token, 'content-type': 'application/json' },
      body: JSON.stringify({ application_credential: { name: 'ci', secret: 'application-secret' } }),
    });
    const { application_credential: made } = (await answer.json()) as {
      application_credential: { id: string };
    };
    const credential = { OS_AUTH_URL: cloud.authUrl, OS_APPLICATION_CREDENTIAL_SECRET: 'application-secret' };
    expect(await list({ ...credential, OS_APPLICATION_CREDENTIAL_ID: made.id })).toMatchObject({
      exitCode: 0,
    });
    const named = {
      OS_APPLICATION_CREDENTIAL_NAME: 'ci',
      OS_USERNAME: 'demo',
      OS_USER_DOMAIN_NAME: 'Default',
    };
    expect(await list({ ...credential, ...named })).toMatchObject({ exitCode: 0 });
    const wrong = {
      ...credential,
      OS_APPLICATION_CREDENTIAL_ID: made.id,
      OS_APPLICATION_CREDENTIAL_SECRET: 'hush-secret',
    };
    expect(codesOf(await list(wrong))).toEqual(['CF6503']);
  });

  test('trust the authority that they name, and nobody else unless told so', async () => {
    const certificate = selfSigned();
    const secure = new FaultyProxy(certificate);
    secure.port = cloud.identity.port;
    const environment = { ...cloud.environment(), OS_AUTH_URL: await secure.listen() };
    try {
      expect(codesOf(await list(environment))).toEqual(['CF7202']);
      const files = { '/vnf/ca.pem': certificate.cert };
      expect(await list({ ...environment, OS_CACERT: 'ca.pem' }, files)).toMatchObject({
        exitCode: 0,
        diagnostics: [],
      });
      for (const args of [['--insecure'], ['--insecure']]) {
        expect(await list(environment, {}, args)).toMatchObject({
          exitCode: 0,
          diagnostics: [{ code: 'CF6514' }],
        });
      }
    } finally {
      secure.close();
    }
  });
});

async function logIn(): Promise<{ token: string; userId: string }> {
  const password = { user: { name: 'demo', domain: { id: 'default' }, password: 'demo-secret' } };
  const scope = { project: { name: 'demo', domain: { id: 'default' } } };
  const answer = await fetch(`${cloud.authUrl}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity: { methods: ['password'], password }, scope } }),
  });
  const { token } = (await answer.json()) as { token: { user: { id: string } } };
  return { token: answer.headers.get('x-subject-token') ?? '', userId: token.user.id };
}

describe('what goes wrong on the way', { timeout: TIMEOUT }, () => {
  const FILE = /\/file$/;
  const IMAGES = /\/images$/;

  test.each([
    ['a token that is not taken any more', 'GET', IMAGES, 1, 401, {}],
    ['a lost answer to a new image', 'POST', IMAGES, 1, 500, {}],
    ['a failure while the bytes are sent', 'PUT', FILE, 2, 500, {}],
    ['a server that is not there for a moment', 'PUT', FILE, 1, 503, {}],
    ['an upload that somebody else seems to do', 'PUT', FILE, 1, 409, {}],
    ['a server that wants fewer requests', 'GET', IMAGES, 2, 429, { 'retry-after': '7' }],
    ['a quota that says when to come again', 'POST', IMAGES, 1, 413, { 'retry-after': '3' }],
  ] as const)('%s is got over', async (_, method, path, times, code, headers) => {
    const image = await newImage();
    const pauses: number[] = [];
    cloud.images.faults = [fault(method, path, times, status(code, headers))];
    const args = ['--name', nameOf(image), '--timeout', '60'];
    expect(await register(image, args, { pauses })).toMatchObject({
      exitCode: 0,
      uploaded: true,
      diagnostics: [],
    });
    expect((await imagesOf(image)).map((each) => each.status)).toEqual(['active', 'active']);
    if ('retry-after' in headers)
      expect(pauses.filter((each) => each === Number(headers['retry-after']) * 1000).length).toBe(times);
    const logins = cloud.identity.seen.filter(
      ({ method: each, path: at }) => each === 'POST' && at.endsWith('/tokens'),
    );
    // One of them may be Glance's own.
    if (code === 401) expect(logins.length).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ['the login fails', 'POST', /\/file$/, 401, 'CF6503'],
    ['the policy forbids it', 'PUT', FILE, 403, 'CF6505'],
    ['it is too large', 'PUT', FILE, 413, 'CF6515'],
    ['the server fails for ever', 'PUT', FILE, 500, 'CF6507'],
    ['a token is never good enough', 'PUT', FILE, 401, 'CF6503'],
    ['the server is busy for ever', 'PUT', FILE, 429, 'CF6515'],
  ] as const)('when %s, nothing is left behind', async (_, method, path, code, expected) => {
    const image = await newImage();
    cloud.images.faults = [fault(method, path, 99, status(code))];
    cloud.identity.faults = method === 'POST' ? [fault('POST', /tokens$/, 99, status(401))] : [];
    const told = await register(image, ['--name', nameOf(image)]);
    expect(told).toMatchObject({ exitCode: 4, diagnostics: [{ code: expected }] });
    cloud.identity.reset();
    expect(await imagesOf(image)).toEqual([]);
  });

  test('a slow answer is waited for, one that does not come to an end is not', async () => {
    const image = await newImage();
    const drip = (milliseconds: number) =>
      fault('GET', /\/images\/[^/]*$/, 1, (outgoing) => {
        outgoing.writeHead(500, { 'content-type': 'application/json' });
        const timer = setInterval(() => outgoing.write(' '), 10);
        outgoing.on('close', () => clearInterval(timer));
        void setTimeout(milliseconds, undefined, { ref: false }).then(() => outgoing.end());
      });
    const name = ['--name', nameOf(image)];
    cloud.images.faults = [drip(600_000)];
    expect(await register(image, [...name, '--timeout', '5'])).toMatchObject({
      exitCode: 6,
      diagnostics: [{ code: 'CF7203' }],
    });
    expect(await imagesOf(image)).toEqual([]);
    cloud.images.faults = [drip(200)];
    expect(await register(image, name)).toMatchObject({ exitCode: 0, diagnostics: [] });
  });

  test('a server that tells all of a request that it refuses is not quoted with the secrets in it', async () => {
    const echo = (outgoing: ServerResponse, incoming: IncomingMessage) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('end', () => {
        const message = `refused: ${incoming.headers['x-auth-token'] ?? ''} ${Buffer.concat(pieces).toString()}`;
        outgoing.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
      });
    };
    const image = await newImage();
    cloud.identity.faults = [fault('POST', /tokens$/, 1, echo)];
    const login = await register(image);
    expect(login.diagnostics).toMatchObject([
      { code: 'CF6506', message: expect.stringContaining('(secret)') },
    ]);
    cloud.images.faults = [fault('GET', IMAGES, 1, echo)];
    const list = await register(image);
    expect(list.diagnostics).toMatchObject([
      { code: 'CF6506', message: expect.stringContaining('refused: (secret)') },
    ]);
    const broken = { '/vnf/clouds.yaml': 'clouds: {a: {auth: {password: hush-secret' };
    expect(codesOf(await register(image, [], { files: broken, environment: {} }))).toEqual(['CF6502']);
  });

  test('what the user breaks off is taken back', async () => {
    const image = await newImage();
    let interrupt = () => {};
    cloud.images.faults = [fault('PUT', FILE, 1, () => interrupt())];
    const onInterrupt = (handler: () => void) => {
      interrupt = handler;
      return () => {};
    };
    expect(codesOf(await register(image, ['--name', nameOf(image)], { onInterrupt }))).toEqual(['CF7205']);
    expect(await imagesOf(image)).toEqual([]);
  });

  test('a server that dies in the middle of an upload: the next registration clears up and is whole', async () => {
    const image = await newImage();
    const name = ['--name', nameOf(image)];
    cloud.images.faults = [
      fault('PUT', FILE, 1, (outgoing, incoming) => {
        const { method, headers, url: path } = incoming;
        const onward = request({ host: '127.0.0.1', port: cloud.images.port, method, path, headers });
        onward.on('error', () => {});
        incoming.once('data', async (piece: Buffer) => {
          onward.write(piece.subarray(0, 1000));
          const saving = async () => (await imagesOf(image)).some((each) => each.status === 'saving');
          while (!(await saving())) await setTimeout(50);
          await cloud.stopGlance();
          outgoing.destroy();
        });
      }),
    ];
    const died = await register(image, name);
    expect(died.exitCode).toBe(3);
    expect(codesOf(died)).toEqual([expect.stringMatching(/^CF720[14]$/)]);
    await cloud.startGlance();
    expect((await imagesOf(image)).map((each) => each.status)).toEqual(['saving']);
    const busy = await register(image, [...name, '--timeout', '5']);
    expect(busy.diagnostics).toMatchObject([
      { code: 'CF6510', message: expect.stringContaining('somebody else') },
    ]);
    // An hour goes by.
    const database = join(cloud.folder, 'glance', 'glance.db');
    const statement =
      "update images set updated_at = datetime(updated_at, '-1 hour') where status = 'saving'";
    const script =
      'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()';
    execFileSync('/usr/bin/python3', ['-c', script, database, statement]);
    expect(await register(image, name)).toMatchObject({ exitCode: 0, uploaded: true });
    expect((await imagesOf(image)).map((each) => each.status)).toEqual(['active', 'active']);
  });
});

test('no secret was said by any of them', () => {
  expect(said.length).toBeGreaterThan(10_000);
  expect(said).toContain('POST http://127.0.0.1:');
  expect(tokens.size).toBeGreaterThan(10);
  for (const token of tokens) if (token !== '') expect(said).not.toContain(token);
  for (const secret of ['demo-secret', 'application-secret', 'hush-secret'])
    expect(said).not.toContain(secret);
});
