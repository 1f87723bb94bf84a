import { describe, expect, test } from 'vitest';
import { baseUrl, parseReference, Registry } from '../../src/bundles/push.ts';
import type { HttpAnswer, HttpRequest } from '../../src/system/http.ts';
import { Secret } from '../../src/vims/secret.ts';
import { memorySystem } from '../system/memory-system.ts';

type Answer = Partial<Omit<HttpAnswer, 'body'>> & { body?: string };

const IMAGE = {
  blobs: [{ digest: 'sha256:aa', bytes: Uint8Array.of(1, 2) }],
  manifest: Buffer.from('{}'),
} as unknown as Parameters<Registry['push']>[1];
const PLACE = parseReference('registry.example/vnfs/fw:1.0')!;
const UPLOADS = '/v2/vnfs/fw/blobs/uploads/';

/** A registry that takes everything, but what `answers` has for `METHOD PATH`. */
function registry(
  answers: Record<string, Answer | ((request: HttpRequest) => Answer)> = {},
  { base = 'https://registry.example', credentials }: { base?: string; credentials?: string } = {},
) {
  const requests: HttpRequest[] = [];
  const usual: Record<string, Answer> = {
    HEAD: { status: 404 },
    POST: { status: 202, headers: { location: '/upload/1?state=x' } },
    PUT: { status: 201 },
  };
  const send = async (request: HttpRequest): Promise<HttpAnswer> => {
    requests.push(request);
    const { pathname, origin } = new URL(request.url);
    const path = origin === base ? pathname : origin + pathname;
    const answer = answers[`${request.method} ${path}`] ?? usual[request.method] ?? {};
    const { body = '', ...rest } = typeof answer === 'function' ? answer(request) : answer;
    return { status: 200, headers: {}, ...rest, body: Buffer.from(body) };
  };
  const system = memorySystem({}, { http: { send } });
  const secret = credentials === undefined ? undefined : new Secret(credentials);
  const made = new Registry(system, base, { timeout: 1000, tls: {} }, secret);
  return { push: () => made.push(PLACE, IMAGE), requests };
}

const lines = (requests: HttpRequest[]) => requests.map(({ method, url }) => `${method} ${url}`);

test('blobs go up first, then the manifest', async () => {
  const { push, requests } = registry();
  expect(await push()).toBe(1);
  expect(lines(requests)).toEqual([
    'HEAD https://registry.example/v2/vnfs/fw/blobs/sha256:aa',
    `POST https://registry.example${UPLOADS}`,
    'PUT https://registry.example/upload/1?state=x&digest=sha256%3Aaa',
    'PUT https://registry.example/v2/vnfs/fw/manifests/1.0',
  ]);
});

test('blobs that are there do not', async () => {
  const { push, requests } = registry({ 'HEAD /v2/vnfs/fw/blobs/sha256:aa': { status: 200 } });
  expect(await push()).toBe(0);
  expect(requests).toHaveLength(2);
});

test('nothing goes to where a registry points outside of itself', async () => {
  const location = 'https://elsewhere.example/upload';
  const { push, requests } = registry({ [`POST ${UPLOADS}`]: { status: 202, headers: { location } } });
  await expect(push()).rejects.toMatchObject({
    code: 'CF6517',
    message: 'the registry points to https://elsewhere.example',
  });
  expect(requests).toHaveLength(2);
});

test.each([
  ['HEAD /v2/vnfs/fw/blobs/sha256:aa', 'look for a blob'],
  [`POST ${UPLOADS}`, 'take a blob'],
  ['PUT /upload/1', 'take a blob'],
  ['PUT /v2/vnfs/fw/manifests/1.0', 'take the manifest'],
])('a refusal of %s is told', async (request, what) => {
  await expect(registry({ [request]: { status: 403 } }).push()).rejects.toThrow(what);
});

describe('a registry that wants to know who asks', () => {
  const HEAD = 'HEAD /v2/vnfs/fw/blobs/sha256:aa';
  /** Refuses those without `authorization`. */
  const wants = (challenge: string | undefined, authorization: string) => ({
    [HEAD]: ({ headers }: HttpRequest): Answer =>
      headers?.authorization === authorization
        ? { status: 404 }
        : { status: 401, headers: challenge === undefined ? {} : { 'www-authenticate': challenge } },
  });

  test('gets the user and password that are kept', async () => {
    const { push, requests } = registry(wants('Basic realm="x"', 'Basic aHVzaA=='), {
      credentials: 'aHVzaA==',
    });
    expect(await push()).toBe(1);
    expect(requests.at(-1)!.headers).toMatchObject({ authorization: 'Basic aHVzaA==' });
  });

  test('or hears that there are none', async () => {
    await expect(registry(wants('Basic realm="x"', '')).push()).rejects.toMatchObject({
      code: 'CF6503',
      message: 'https://registry.example wants credentials, and there are none',
    });
  });

  const bearer = 'Bearer realm="https://auth.example/token",service="registry",scope="push"';
  const TOKEN = 'GET https://auth.example/token';

  test.each([
    [{ token: 'one' }, 'Bearer one'],
    [{ access_token: 'two' }, 'Bearer two'],
  ])('gets a token, as %o', async (body, authorization) => {
    const { push, requests } = registry(
      { ...wants(bearer, authorization), [TOKEN]: { body: JSON.stringify(body) } },
      { credentials: 'aHVzaA==' },
    );
    expect(await push()).toBe(1);
    const asked = requests.find(({ method }) => method === 'GET')!;
    expect(asked.url).toBe('https://auth.example/token?service=registry&scope=push');
    expect(asked.headers).toEqual({ authorization: 'Basic aHVzaA==' });
  });

  test('may give a token to anybody', async () => {
    const plain = 'Bearer realm="https://auth.example/token"';
    const { push, requests } = registry({
      ...wants(plain, 'Bearer any'),
      [TOKEN]: { body: '{"access_token":"any"}' },
    });
    expect(await push()).toBe(1);
    expect(requests.find(({ method }) => method === 'GET')).toMatchObject({
      url: 'https://auth.example/token?service=&scope=',
      headers: {},
    });
  });

  test('may give none', async () => {
    const { push } = registry({ ...wants(bearer, ''), [TOKEN]: { status: 403 } });
    await expect(push()).rejects.toThrow('give a token');
  });

  test.each([
    ['Digest realm="x"'],
    ['Bearer service="x"'],
    ['Bearer realm="http://auth.example/token"'],
    [undefined],
  ])('is not understood when it says %s', async (challenge) => {
    await expect(registry(wants(challenge, '')).push()).rejects.toMatchObject({
      code: 'CF6503',
      message: 'https://registry.example asks for credentials in a way that is not known here',
    });
  });

  test('may take tokens in the open where it is itself in the open', async () => {
    const open = 'Bearer realm="http://auth.example/token"';
    const { push } = registry(
      { ...wants(open, 'Bearer one'), 'GET http://auth.example/token': { body: '{"token":"one"}' } },
      { base: 'http://localhost:5000' },
    );
    expect(await push()).toBe(1);
  });
});

test.each([
  ['registry.example/fw', false, 'https://registry.example'],
  ['registry.example/fw', true, 'http://registry.example'],
  ['localhost:5000/fw', false, 'http://localhost:5000'],
  ['127.0.0.1/fw', false, 'http://127.0.0.1'],
  ['[::1]:5000/fw', false, 'http://[::1]:5000'],
  ['localhost.example/fw', false, 'https://localhost.example'],
])('%s, plain %s, is at %s', (text, plain, url) => {
  expect(baseUrl(parseReference(text)!, plain)).toBe(url);
});
