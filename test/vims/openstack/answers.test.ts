import { describe, expect, test } from 'vitest';
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
