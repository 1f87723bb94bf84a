import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { UploadLine } from '../../../src/commands/register/upload-line.ts';
import { loginRequest } from '../../../src/vims/openstack/keystone.ts';
import { type CloudSettings, settingsOf } from '../../../src/vims/openstack/settings.ts';
import { tellCloud } from '../../../src/vims/openstack/told.ts';
import { memorySystem } from '../../system/memory-system.ts';

type Strings = Record<string, string>;

async function settings(environment: Strings, files: Strings = {}, name?: string): Promise<CloudSettings> {
  const sources = { environment, read: (path: string) => files[path], folder: '/vnf' };
  const { told, where } = await tellCloud(sources, name);
  return settingsOf(told, where);
}

const PASSWORD = {
  OS_AUTH_URL: 'https://k:5000/v3/',
  OS_USERNAME: 'u',
  OS_PASSWORD: 'hush',
  OS_PROJECT_NAME: 'p',
};
const cloud = (more: object) => JSON.stringify({ clouds: { one: more } });
const auth = { auth_url: 'https://k', username: 'u', password: 'hush', project_name: 'p' };

describe('the environment', () => {
  test('gives a password, and domains that are the default ones', async () => {
    const found = await settings(PASSWORD);
    expect(found).toMatchObject({ authUrl: 'https://k:5000/v3', interface: 'public', insecure: false });
    expect(loginRequest(found)).toEqual({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'u', domain: { id: 'default' }, password: 'hush' } },
        },
        scope: { project: { name: 'p', domain: { id: 'default' } } },
      },
    });
  });

  test('may speak of tenants, domains, ids, and endpoints by their old names', async () => {
    const more = {
      OS_TENANT_ID: 't',
      OS_USER_DOMAIN_NAME: 'd',
      OS_ENDPOINT_TYPE: 'internalURL',
      OS_INSECURE: 'True',
    };
    const { OS_PROJECT_NAME: _, ...rest } = PASSWORD;
    const found = await settings({ ...rest, ...more });
    expect(found).toMatchObject({ interface: 'internal', insecure: true, project: { project: { id: 't' } } });
    expect(loginRequest(found)).toMatchObject({
      auth: { identity: { password: { user: { domain: { name: 'd' } } } }, scope: { project: { id: 't' } } },
    });
  });

  test('may give a token, which may be for a project already', async () => {
    const told = { OS_AUTH_URL: 'https://k/v3', OS_TOKEN: 'hush' };
    expect((await settings(told)).credential).toMatchObject({ kind: 'token' });
    expect((await settings({ ...told, OS_PROJECT_ID: 'p' })).project).toMatchObject({ project: { id: 'p' } });
    expect((await settings({ ...told, OS_AUTH_TYPE: 'v3token' })).project).toBeUndefined();
  });

  test.each([
    ['no name', { OS_APPLICATION_CREDENTIAL_SECRET: 'hush' }, 'application_credential_id is missing'],
    [
      'no user for its name',
      { OS_APPLICATION_CREDENTIAL_SECRET: 'hush', OS_APPLICATION_CREDENTIAL_NAME: 'a' },
      'username is missing',
    ],
  ])('an application credential has %s', async (_, told, message) => {
    await expect(settings({ OS_AUTH_URL: 'https://k/v3', ...told })).rejects.toThrow(message);
  });

  test.each([
    ['no project', { OS_PROJECT_NAME: '' }, 'project_name is missing'],
    ['no password', { OS_PASSWORD: '' }, 'password is missing'],
    ['another version', { OS_AUTH_URL: 'https://k/v2.0' }, 'version 2.0'],
    ['no URL', { OS_AUTH_URL: 'k:5000/v3' }, 'neither http nor https'],
    ['an odd way to log in', { OS_AUTH_TYPE: 'v3kerberos' }, 'auth_type is kerberos'],
    ['an odd interface', { OS_INTERFACE: 'side' }, 'interface is side'],
  ])('with %s is refused', async (_, more, words) => {
    const refused = settings({ ...PASSWORD, ...more });
    await expect(refused).rejects.toMatchObject({ code: 'CF6501', message: expect.stringContaining(words) });
  });
});

describe('clouds.yaml', () => {
  test('is found by name, here before at home, and where a variable says', async () => {
    const files = {
      '/vnf/clouds.yaml': cloud({ auth, region_name: 'here' }),
      '/home/u/.config/openstack/clouds.yaml': cloud({ auth, region_name: 'home' }),
      '/else.yaml': cloud({ auth, region_name: 'else' }),
    };
    const home = { HOME: '/home/u', OS_CLOUD: 'one' };
    expect((await settings(home, files)).region).toBe('here');
    const { '/vnf/clouds.yaml': _, ...without } = files;
    expect((await settings(home, without)).region).toBe('home');
    expect((await settings({ ...home, OS_CLIENT_CONFIG_FILE: '/else.yaml' }, files)).region).toBe('else');
    await expect(settings({}, files, 'two')).rejects.toMatchObject({ code: 'CF6501', hint: 'there are one' });
    await expect(settings({}, files, 'constructor')).rejects.toMatchObject({ code: 'CF6501' });
  });

  test.each([
    ['clouds: &all { one: *all }', 'line 1 is no YAML (ALIAS)'],
    ['clouds:\n  one: { auth: *none }', 'line 1 is no YAML (ALIAS)'],
    [`clouds:\n  one: ${'['.repeat(3_000)}`, 'line 2 is no YAML (DEPTH)'],
    ['clouds:\n  one: {auth: {password: hush', 'is no YAML ('],
    ['hush', 'holds no settings'],
  ])('as %.40j is refused, and nothing of it shown', async (text, problem) => {
    const error = await settings({}, { '/vnf/clouds.yaml': text }, 'one').catch((refused) => refused);
    expect(error).toMatchObject({ name: 'VimError', code: 'CF6502' });
    expect(error.message).toContain('/vnf/clouds.yaml');
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain('hush');
  });

  test('lists regions, the first of which is taken when none is named, with what is said of it', async () => {
    const regions = [{ name: 'east', values: { interface: 'internal' } }, 'west'];
    const files = { '/vnf/clouds.yaml': cloud({ auth, regions }) };
    const one = { OS_CLOUD: 'one' };
    expect(await settings(one, files)).toMatchObject({ region: 'east', interface: 'internal' });
    const west = { region: 'west', interface: 'public' };
    expect(await settings({ ...one, OS_REGION_NAME: 'west' }, files)).toMatchObject(west);
  });

  test('is filled up by secure.yaml, a profile of clouds-public.yaml, and the environment', async () => {
    const { password: _, auth_url: __, ...rest } = auth;
    const files = {
      '/vnf/clouds.yaml': cloud({ auth: rest, profile: 'vendor', verify: false }),
      '/vnf/secure.yaml': cloud({ auth: { password: 'hush' } }),
      '/vnf/clouds-public.yaml': JSON.stringify({
        'public-clouds': { vendor: { auth: { auth_url: 'https://vendor' }, interface: 'admin' } },
      }),
    };
    const found = await settings({ OS_CLOUD: 'one', OS_CACERT: '/ca.pem' }, files);
    expect(found).toMatchObject({
      authUrl: 'https://vendor/v3',
      interface: 'admin',
      insecure: true,
      authorities: '/ca.pem',
    });
    expect(JSON.stringify(loginRequest(found))).toContain('"password":"hush"');
  });
});

test('settings do not show their secrets', async () => {
  const found = await settings(PASSWORD);
  for (const text of [
    inspect(found, { depth: 9 }),
    JSON.stringify(found),
    `${Object.values(found.credential)}`,
  ]) {
    expect(text).toContain('(secret)');
    expect(text).not.toContain('hush');
  }
});

test('an upload tells how far it is, on a terminal alone', () => {
  const told = (isTerminal: boolean) => {
    const system = memorySystem({}, { isTerminal });
    const line = new UploadLine(system);
    line.update('firewall', 500, 1000);
    line.clear();
    return system.written().errors;
  };
  expect(told(true)).toContain('firewall: 50% sent');
  expect(told(false)).toBe('');
});
