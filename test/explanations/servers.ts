import type { Http, HttpAnswer, HttpRequest } from '../../src/system/http.ts';
import { httpError, interrupted, timedOut } from '../../src/system/http-error.ts';

/** Clouds that answer in one way each; the host's name says how. */
const CLOUDS = [
  'lab',
  'closed',
  'untrusted',
  'slow',
  'broken',
  'interrupted',
  'stranger',
  'picky',
  'failing',
  'lossy',
  'busy',
  'crammed',
  'otherwise',
  'website',
];

export const CLOUDS_YAML = JSON.stringify({
  clouds: Object.fromEntries(
    CLOUDS.map((name) => [
      name,
      {
        auth: { auth_url: `https://${name}`, username: 'u', password: 'p', project_name: 'p' },
        region_name: 'One',
      },
    ]),
  ),
});

const PROJECT = 'project';
const TAGS = ['clickforge'];

/** Clouds as the examples need them. */
export const servers: Http = {
  async send(request) {
    const { hostname } = new URL(request.url);
    fail(hostname, request);
    return answerOf(hostname, request);
  },
};

function fail(host: string, { method, url }: HttpRequest): void {
  const broken = (code: string) => httpError(method, url, Object.assign(new Error(code), { code }));
  if (host === 'closed') throw broken('ECONNREFUSED');
  if (host === 'untrusted') throw broken('DEPTH_ZERO_SELF_SIGNED_CERT');
  if (host === 'broken') throw broken('ECONNRESET');
  if (host === 'slow') throw timedOut(method, url, 30_000);
  if (host === 'interrupted') throw interrupted(method, url);
}

function answerOf(host: string, { method, url, body }: HttpRequest): HttpAnswer {
  const { pathname, searchParams } = new URL(url);
  const sent = body ? Buffer.from(body).toString('latin1') : '';
  if (pathname === '/v3/auth/tokens') return logIn(host);
  if (pathname === '/compute/servers')
    return json(200, { servers: host === 'busy' ? [{ id: 'server' }] : [] });
  if (method === 'GET' && pathname === '/v2/images')
    return json(200, { images: imagesOf(host, searchParams) });
  if (method === 'GET') return json(200, image({ id: pathname.substring(11), status: 'active', size: 1 }));
  if (method === 'POST' && host === 'picky') return json(400, { message: 'no' });
  if (method === 'POST' && sent.includes('"visibility":"public"')) return json(403, { message: 'no' });
  if (method === 'POST' && sent.includes('"disk_format":"uki"')) return json(400, { message: 'no' });
  if (method === 'POST') return json(201, {});
  return json(method === 'PUT' && host === 'crammed' ? 413 : 204, {});
}

function logIn(host: string): HttpAnswer {
  if (host === 'stranger') return json(401, {});
  if (host === 'failing') return json(500, {});
  if (host === 'website')
    return { status: 201, headers: { 'x-subject-token': 't' }, body: Buffer.from('<html>') };
  const endpoint = (url: string) => [{ interface: 'public', region: 'One', url }];
  const catalog = [
    { type: 'image', endpoints: endpoint(`https://${host}`) },
    { type: 'compute', endpoints: endpoint(`https://${host}/compute`) },
  ];
  const answer = json(201, { token: { project: { id: PROJECT }, catalog } });
  return { ...answer, headers: { 'x-subject-token': 't' } };
}

function imagesOf(host: string, query: URLSearchParams): object[] {
  const [tag, name] = [query.get('tag'), query.get('name')];
  if (tag === 'clickforge' || name === 'old') return [image({ id: 'old', name: 'old', tags: TAGS })];
  if (tag !== null && host === 'otherwise') return [image({ id: 'x', name: 'other', tags: [...TAGS, tag] })];
  return [];
}

function image(more: object): object {
  return { owner: PROJECT, status: 'active', disk_format: 'raw', min_ram: 8, ...more };
}

function json(status: number, content: object): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(content)),
  };
}
