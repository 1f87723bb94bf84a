import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Image } from '../../../src/vims/openstack/glance.ts';
import { BASE_IMAGE, installed, runCommand } from '../../commands/run-command.ts';
import { selfSigned } from '../../system/certificate.ts';
import { faults } from './faults.ts';
import {
  applicationCredential,
  ask,
  clickforge,
  cloud,
  codesOf,
  heard,
  imagesOf,
  logIn,
  nameOf,
  newImage,
  type Running,
  register,
  sha256,
  type Told,
} from './harness.ts';
import { pipelines } from './pipelines.ts';
import { FaultyProxy } from './proxy.ts';

const TIMEOUT = 60_000;

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

  test('of a boot module is its base image, the module, and a stub that names both', async () => {
    const { system } = await runCommand(['build', 'a.click', '-o', 'a.plan', '--delivery', 'module'], {
      '/vnf/a.click': 'Idle -> ofModule :: Counter -> Discard;',
    });
    const plan = system.volume.readFileSync('/vnf/a.plan') as Buffer;
    const args = ['--name', 'modular'];
    const first = await register(plan, args);
    expect(first).toMatchObject({ exitCode: 0, uploaded: true, diagnostics: [] });
    const [kernel, ramdisk, stub] = (await Promise.all(
      [first.kernelId, first.ramdiskId, first.imageId].map(async (id) => (await ask(`/images/${id}`)).json()),
    )) as [Image, Image, Image];
    expect(kernel).toMatchObject({ disk_format: 'aki', size: installed[BASE_IMAGE].length });
    expect(ramdisk).toMatchObject({ name: 'modular-ramdisk', disk_format: 'ari', container_format: 'ari' });
    expect(stub).toMatchObject({ kernel_id: first.kernelId, ramdisk_id: first.ramdiskId });
    expect(stub.tags).toContain(`sha256-${sha256(plan)}`);
    const stored = await ask(`/images/${first.ramdiskId}/file`);
    expect(Buffer.from(await stored.arrayBuffer()).equals(plan)).toBe(true);
    const second = await register(plan, args);
    expect(second).toMatchObject({ uploaded: false, ramdiskId: first.ramdiskId });
    expect(second.requests).toBeLessThanOrEqual(3);
    expect(codesOf(await register(plan, ['--style', 'uki', '--name', 'other']))).toEqual(['CF6512']);
    const refused = await clickforge(['unregister', 'openstack', first.ramdiskId!]);
    expect([refused.exitCode, refused.errors]).toEqual([4, expect.stringContaining('CF6510')]);
    expect((await clickforge(['unregister', 'openstack', 'modular'])).exitCode).toBe(0);
    expect(await imagesOf(plan)).toEqual([]);
  });

  test('of a ClickOS with a configuration in its slot', async () => {
    const { system } = await runCommand(
      ['build', 'a.click', '-o', 'a.elf', '--base', '/installed/stem.elf'],
      {
        '/vnf/a.click': 'Idle -> inSlot :: Counter -> Discard;',
      },
    );
    const image = system.volume.readFileSync('/vnf/a.elf') as Buffer;
    const { kernelId, exitCode } = await register(image, ['--name', 'stem']);
    expect(exitCode).toBe(0);
    const stored = await ask(`/images/${kernelId}/file`);
    expect(Buffer.from(await stored.arrayBuffer()).equals(image)).toBe(true);
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
    // A machine that does other things besides may keep servers silent for long.
    const all = [...Array.from({ length: 6 }, () => same)];
    while (all.length < 12) all.push(await newImage());
    const done = await Promise.all(
      all.map((image) => register(image, ['--name', nameOf(image), '--timeout', '120'])),
    );
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
    const dryRun = await clickforge(['unregister', 'openstack', imageId, '--dry-run', '--json'], { files });
    expect(JSON.parse(dryRun.output)).toMatchObject({ exitCode: 0, removed: [imageId, kernelId] });
    expect((await imagesOf(image)).length).toBe(2);
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
    const credential = await applicationCredential('ci');
    expect(await list(credential)).toMatchObject({ exitCode: 0 });
    const { OS_APPLICATION_CREDENTIAL_ID: ___, ...unnamed } = credential;
    const named = {
      OS_APPLICATION_CREDENTIAL_NAME: 'ci',
      OS_USERNAME: 'demo',
      OS_USER_DOMAIN_NAME: 'Default',
    };
    expect(await list({ ...unnamed, ...named })).toMatchObject({ exitCode: 0 });
    const wrong = { ...credential, OS_APPLICATION_CREDENTIAL_SECRET: 'hush-secret' };
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

faults(TIMEOUT);
pipelines(TIMEOUT);

test('no secret was said by any of them', () => {
  expect(heard.said.length).toBeGreaterThan(10_000);
  expect(heard.said).toContain('POST http://127.0.0.1:');
  expect(heard.tokens.size).toBeGreaterThan(10);
  for (const token of heard.tokens) if (token !== '') expect(heard.said).not.toContain(token);
  for (const secret of ['demo-secret', 'application-secret', 'hush-secret'])
    expect(heard.said).not.toContain(secret);
});
