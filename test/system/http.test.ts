import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { realHttp } from '../../src/system/http.ts';
import { selfSigned } from './certificate.ts';

const servers: ReturnType<typeof createPlainServer>[] = [];
const TIMEOUT = 20_000;

async function listen(server: ReturnType<typeof createPlainServer>): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(answer))}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const get = (url: string, more = {}) => realHttp.send({ method: 'GET', url, timeout: TIMEOUT, ...more });

describe('a request', () => {
  test('goes out with its headers and its body, piece by piece, and comes back whole', async () => {
    const body = Buffer.alloc(300_000, 7);
    const seen: { length: number; type: string | undefined; method: string | undefined }[] = [];
    const url = await serve((incoming, outgoing) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('end', () => {
        const { length } = Buffer.concat(pieces);
        seen.push({ length, type: incoming.headers['content-type'], method: incoming.method });
        outgoing.writeHead(201, { 'X-One': 'a' }).end('fine');
      });
    });
    const sent: number[] = [];
    const onProgress = (bytes: number) => sent.push(bytes);
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await realHttp.send({ method: 'PUT', url, headers, body, timeout: TIMEOUT, onProgress });
    expect(answer).toMatchObject({ status: 201, headers: { 'x-one': 'a' } });
    expect(answer.body.toString()).toBe('fine');
    expect(seen).toEqual([{ length: 300_000, type: 'application/octet-stream', method: 'PUT' }]);
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.at(-1)).toBe(300_000);
  });

  test('is answered before the body is out', async () => {
    const url = await serve((_, outgoing) =>
      outgoing.writeHead(413, { connection: 'close' }).end('too large'),
    );
    const body = Buffer.alloc(200_000);
    const answer = await realHttp.send({ method: 'PUT', url, body, timeout: TIMEOUT });
    expect(answer.status).toBe(413);
  });

  test('gets an answer with a header of several values as one, and no answer without end', async () => {
    const url = await serve((_, outgoing) => outgoing.writeHead(200, { 'Set-Cookie': ['a=1', 'b=2'] }).end());
    expect((await get(url)).headers).toMatchObject({ 'set-cookie': 'a=1, b=2' });
    const endless = await serve((_, outgoing) => {
      const piece = Buffer.alloc(1 << 20);
      const more = () => {
        while (!outgoing.destroyed && outgoing.write(piece));
      };
      outgoing.on('drain', more).on('error', () => {});
      more();
    });
    await expect(get(endless)).rejects.toThrow('longer than anything that makes sense');
  });

  test('does not follow to another place', async () => {
    const url = await serve((_, outgoing) =>
      outgoing.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect(await get(url)).toMatchObject({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
  });
});

describe('what goes wrong', () => {
  test('nobody listens; what stands for a user in the address is not shown', async () => {
    const port = await listen(createPlainServer());
    servers.splice(0)[0]!.close();
    const refused = get(`http://somebody:hush@127.0.0.1:${port}/v3?key=hush`);
    await expect(refused).rejects.toMatchObject({
      code: 'CF7201',
      message: `cannot reach http://127.0.0.1:${port}/v3: ECONNREFUSED`,
    });
  });

  test('a server that never answers, and one that never comes to an end', async () => {
    const silent = await serve(() => {});
    await expect(get(silent, { timeout: 50 })).rejects.toMatchObject({ code: 'CF7203' });
    const endless = await serve((_, outgoing) => {
      const timer = setInterval(() => outgoing.write('x'), 5);
      outgoing.on('close', () => clearInterval(timer));
    });
    await expect(get(endless, { timeout: 100 })).rejects.toMatchObject({ code: 'CF7203' });
  });

  test('a connection that breaks, before and in the answer', async () => {
    const before = await serve((incoming) => incoming.socket.destroy());
    await expect(get(before)).rejects.toMatchObject({ code: 'CF7204' });
    const within = await serve((incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '100' });
      outgoing.write('half', () => incoming.socket.destroy());
    });
    await expect(get(within)).rejects.toMatchObject({ code: 'CF7204' });
    const nonsense = await listen(createPlainServer((socket) => socket.end('SSH-2.0-server\r\n')));
    await expect(get(`http://127.0.0.1:${nonsense}`)).rejects.toMatchObject({ code: 'CF7204' });
  });

  test('somebody who does not want to wait', async () => {
    const silent = await serve(() => {});
    const controller = new AbortController();
    const waiting = get(silent, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CF7205' });
    await expect(get(silent, { signal: controller.signal })).rejects.toMatchObject({ code: 'CF7205' });
  });
});

test('a server is trusted that the given authority vouches for, or, if that is wanted, any', async () => {
  const certificate = selfSigned();
  const port = await listen(createSecureServer(certificate, (_, outgoing) => outgoing.end('secret')));
  const url = `https://127.0.0.1:${port}/`;
  await expect(get(url)).rejects.toMatchObject({ code: 'CF7202' });
  await expect(get(url, { tls: { authorities: selfSigned().cert } })).rejects.toMatchObject({
    code: 'CF7202',
  });
  expect(await get(url, { tls: { authorities: certificate.cert } })).toMatchObject({ status: 200 });
  expect(await get(url, { tls: { insecure: true } })).toMatchObject({ status: 200 });
  // The certificate is for the number and not for the name.
  const named = get(`https://localhost:${port}/`, { tls: { authorities: certificate.cert } });
  await expect(named).rejects.toMatchObject({ code: expect.stringMatching(/^CF720[12]$/) });
});

test('a server that wants to know its clients gets their certificate', async () => {
  const { cert, key } = selfSigned();
  const options = { cert, key, requestCert: true, rejectUnauthorized: true, ca: cert };
  const server = createSecureServer(options, (_, outgoing) => outgoing.end('secret'));
  const url = `https://127.0.0.1:${await listen(server)}/`;
  const tls = { authorities: cert, certificate: cert, key };
  expect(await get(url, { tls })).toMatchObject({ status: 200 });
  await expect(get(url, { tls: { authorities: cert } })).rejects.toMatchObject({
    code: expect.stringMatching(/^CF720[124]$/),
  });
});
