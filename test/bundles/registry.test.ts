import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Http, realHttp } from '../../src/system/http.ts';
import { realSystem } from '../../src/system/real.ts';
import { installed, runOn } from '../commands/run-command.ts';
import { memorySystem } from '../system/memory-system.ts';
import { DockerRegistry } from './docker-registry.ts';
import { file, folder, made, shell, TIMEOUT, VIFS, verify } from './harness.ts';

describe('a registry', { timeout: TIMEOUT }, () => {
  const push = async (
    args: string[],
    environment: Record<string, string> = {},
    more: Record<string, Buffer> = {},
  ) => {
    const memory = memorySystem(
      { ...installed, ...made.files, ...more },
      { environment: { HOME: '/home/user', ...environment } },
    );
    const system = { ...memory, http: realHttp, clock: realSystem().clock };
    const ran = await runOn(system, ['bundle', 'vnf.elf', '--as', 'oci', ...VIFS, '--json', '-v', ...args]);
    expect(ran.both).not.toContain('hush-secret');
    return JSON.parse(ran.output) as {
      exitCode: number;
      diagnostics: { code: string }[];
      digest: string;
      blobsSent: number;
    };
  };

  test('takes the image, once, and skopeo gets it back', async () => {
    const registry = new DockerRegistry();
    try {
      await registry.start(folder);
      const place = `${registry.host}/vnfs/vnf:1.0`;
      const first = await push(['--push', place, '--sign', 'key.pem']);
      expect(first).toMatchObject({ exitCode: 0, blobsSent: 2 });
      expect(await push(['--push', place, '--sign', 'key.pem'])).toMatchObject({
        blobsSent: 0,
        digest: first.digest,
      });
      const told = JSON.parse(
        shell('skopeo', 'inspect', '--tls-verify=false', `docker://${place}`),
      ) as object;
      expect(told).toMatchObject({ Digest: first.digest, Os: 'xen' });
      shell(
        'skopeo',
        'copy',
        '--insecure-policy',
        '--src-tls-verify=false',
        `docker://${place}`,
        'oci-archive:pulled.tar',
      );
      const pulled = await verify(readFileSync(file('pulled.tar')), '--verify-key', 'public.pem');
      expect(pulled).toMatchObject({ exitCode: 0, kind: 'oci' });
    } finally {
      await registry.stop();
    }
  });

  test('that wants a password gets the one that docker login has kept', async () => {
    const registry = new DockerRegistry();
    const hash = 'import bcrypt; print("user:" + bcrypt.hashpw(b"hush-secret", bcrypt.gensalt(4)).decode())';
    writeFileSync(file('passwords'), shell('/usr/bin/python3', '-c', hash));
    try {
      await registry.start(folder, file('passwords'));
      const place = ['--push', `${registry.host}/vnf`];
      expect(await push(place)).toMatchObject({ exitCode: 4, diagnostics: [{ code: 'CF6503' }] });
      const config = (password: string) => {
        const auth = Buffer.from(`user:${password}`).toString('base64');
        return {
          '/home/user/.docker/config.json': Buffer.from(
            JSON.stringify({ auths: { [registry.host]: { auth } } }),
          ),
        };
      };
      expect(await push(place, {}, config('wrong'))).toMatchObject({
        exitCode: 4,
        diagnostics: [{ code: 'CF6503' }],
      });
      expect(await push(place, {}, config('hush-secret'))).toMatchObject({ exitCode: 0, blobsSent: 2 });
    } finally {
      await registry.stop();
    }
  });

  test.each(['vnf', 'host/Name', 'host/a/../b', 'host/a:b:c', 'http://host/a'])(
    '%s is no place in one',
    async (place) => {
      expect(await push(['--push', place])).toMatchObject({ exitCode: 1, diagnostics: [{ code: 'CF6513' }] });
    },
  );
});

describe('what a login has kept', { timeout: TIMEOUT }, () => {
  const auths = (host: string) => Buffer.from(JSON.stringify({ auths: { [host]: { auth: 'aHVzaA==' } } }));

  /** Who a registry hears of, and whom it is believed by, when it wants to know who asks. */
  async function asked(
    environment: Record<string, string>,
    files: Record<string, Buffer>,
    args: string[] = [],
  ) {
    const requests: { authorization: string | undefined; authorities: Uint8Array | undefined }[] = [];
    const memory = memorySystem({ ...installed, ...made.files, ...files }, { environment });
    const send: Http['send'] = async ({ headers, tls }) => {
      requests.push({ authorization: headers?.authorization, authorities: tls?.authorities });
      return { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' }, body: Buffer.alloc(0) };
    };
    const command = ['bundle', 'vnf.elf', '--as', 'oci', ...VIFS, '--push', 'registry.example/vnf', ...args];
    const { errors } = await runOn({ ...memory, http: { send } }, command);
    const [last = { authorization: undefined, authorities: undefined }] = requests.slice(-1);
    return { last, errors };
  }

  test.each([
    ['the file that is named', { REGISTRY_AUTH_FILE: '/auth.json' }, '/auth.json', 'registry.example'],
    [
      'that of containers',
      { XDG_RUNTIME_DIR: '/run/user/0', HOME: '/none' },
      '/run/user/0/containers/auth.json',
      'registry.example',
    ],
    ["Docker's folder", { DOCKER_CONFIG: '/docker' }, '/docker/config.json', 'https://registry.example'],
    ["Docker's own folder", { HOME: '/home/user' }, '/home/user/.docker/config.json', 'registry.example'],
  ])('is in %s', async (_, environment, path, host) => {
    const { last } = await asked(environment, { [path]: auths(host) });
    expect(last.authorization).toBe('Basic aHVzaA==');
  });

  test('for another registry is not sent', async () => {
    const { last, errors } = await asked(
      { DOCKER_CONFIG: '/docker' },
      { '/docker/config.json': auths('other') },
    );
    expect(last.authorization).toBeUndefined();
    expect(errors).toContain('wants credentials, and there are none');
    const empty = await asked({ DOCKER_CONFIG: '/docker' }, { '/docker/config.json': Buffer.from('{}') });
    expect(empty.last.authorization).toBeUndefined();
  });

  test('has to be JSON', async () => {
    const environment = { DOCKER_CONFIG: '/docker' };
    const files = { '/docker/config.json': Buffer.from('{') };
    const { errors } = await asked(environment, files);
    expect(errors).toContain('error CF6502: /docker/config.json is no JSON');
  });

  test.each(['{"toString":0}', '7', '"a\\r\\nb: c"'])('has to be base64, not %s', async (auth) => {
    const files = { '/docker/config.json': Buffer.from(`{"auths":{"registry.example":{"auth":${auth}}}}`) };
    const { errors, last } = await asked({ DOCKER_CONFIG: '/docker' }, files);
    expect(errors).toContain('error CF6502: what /docker/config.json has for registry.example is no base64');
    expect(last.authorization).toBeUndefined();
  });

  test.each(['{}', '{"token":{"toString":0}}', '{"token":"a\\nb"}', '{"access_token":7}'])(
    'becomes a token, which %s is none',
    async (answer) => {
      const memory = memorySystem({ ...installed, ...made.files });
      const challenge = 'Bearer realm="https://registry.example/token"';
      const send: Http['send'] = async ({ url }) =>
        url.includes('/token')
          ? { status: 200, headers: {}, body: Buffer.from(answer) }
          : { status: 401, headers: { 'www-authenticate': challenge }, body: Buffer.alloc(0) };
      const command = ['bundle', 'vnf.elf', '--as', 'oci', ...VIFS, '--push', 'registry.example/vnf'];
      const { errors } = await runOn({ ...memory, http: { send } }, command);
      expect(errors).toContain('error CF6517: https://registry.example/token gives no token');
    },
  );

  test.each(['http://[', 'https://registry.example:99999/x', '', 'https://other.example/x'])(
    'does not follow the registry to %j',
    async (location) => {
      const memory = memorySystem({ ...installed, ...made.files });
      const send: Http['send'] = async ({ method }) =>
        method === 'POST'
          ? { status: 202, headers: { location }, body: Buffer.alloc(0) }
          : { status: method === 'HEAD' ? 404 : 500, headers: {}, body: Buffer.alloc(0) };
      const command = ['bundle', 'vnf.elf', '--as', 'oci', ...VIFS, '--push', 'registry.example/vnf'];
      const { exitCode, errors } = await runOn({ ...memory, http: { send } }, command);
      expect(errors).toMatch(location === '' ? /^error CF6507: / : /^error CF6517: the registry points to /);
      expect(exitCode).toBe(4);
    },
  );

  test('goes to whom the given certificates vouch for', async () => {
    const { last } = await asked({ HOME: '/none' }, { '/vnf/ca.pem': Buffer.from('PEM') }, [
      '--cacert',
      'ca.pem',
    ]);
    expect(Buffer.from(last.authorities!).toString()).toBe('PEM');
  });
});
