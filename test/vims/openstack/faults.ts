import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cloud, codesOf, imagesOf, nameOf, newImage, register } from './harness.ts';
import { fault, status } from './proxy.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const FILE = /\/file$/;

/** Lets Glance have the first bytes of an image and begin to save them; `then` gets both connections. */
function halfOf(image: Buffer, then: (outgoing: ServerResponse, onward: ClientRequest) => Promise<void>) {
  return fault('PUT', FILE, 1, (outgoing, incoming) => {
    const { method, headers, url: path } = incoming;
    const onward = request({ host: '127.0.0.1', port: cloud.images.port, method, path, headers });
    onward.on('error', () => {});
    incoming.once('data', async (piece: Buffer) => {
      onward.write(piece.subarray(0, 1000));
      const saving = async () => (await imagesOf(image)).some((each) => each.status === 'saving');
      while (!(await saving())) await setTimeout(50);
      await then(outgoing, onward);
    });
  });
}

/** An hour goes by for the images of this status. */
function letPassAnHour(status: string): void {
  const statement = 'update images set updated_at = datetime(updated_at, "-1 hour") where status = ?';
  const script =
    'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2], sys.argv[3:]); c.commit()';
  const database = join(cloud.folder, 'glance', 'glance.db');
  execFileSync('/usr/bin/python3', ['-c', script, database, statement, status]);
}

/** What goes wrong on the way between clickforge and a cloud. */
export function faults(timeout: number): void {
  describe('what goes wrong on the way', { timeout }, () => {
    const IMAGES = /\/images$/;

    test.each([
      ['a token that is not taken any more', 'GET', IMAGES, 1, 401, {}],
      ['a lost answer to a new image', 'POST', IMAGES, 1, 500, {}],
      ['a failure while the bytes are sent', 'PUT', FILE, 2, 500, {}],
      ['a server that is not there for a moment', 'PUT', FILE, 1, 503, {}],
      ['an upload that somebody else seems to do', 'PUT', FILE, 1, 409, {}],
      ['a server that wants fewer requests', 'GET', IMAGES, 2, 429, { 'retry-after': '7' }],
      ['a store that wants fewer uploads', 'PUT', FILE, 2, 429, { 'retry-after': '4' }],
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
        halfOf(image, async (outgoing) => {
          await cloud.stopGlance();
          outgoing.destroy();
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
      letPassAnHour('saving');
      expect(await register(image, name)).toMatchObject({ exitCode: 0, uploaded: true });
      expect((await imagesOf(image)).map((each) => each.status)).toEqual(['active', 'active']);
    });

    test('a registration that is killed in the middle of its upload: the next one is whole', async () => {
      const image = await newImage();
      const file = join(cloud.folder, 'killed.elf');
      writeFileSync(file, image);
      const args = ['register', 'openstack', file, '--name', nameOf(image)];
      let child: ChildProcess | undefined;
      cloud.images.faults = [
        halfOf(image, async (outgoing, onward) => {
          outgoing.on('close', () => onward.destroy());
          child?.kill('SIGKILL');
        }),
      ];
      child = spawn(process.execPath, [CLI, ...args], { env: cloud.environment(), stdio: 'ignore' });
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
      const statuses = async () => (await imagesOf(image)).map((each) => each.status);
      // Glance notices that there comes no more.
      while ((await statuses()).includes('saving')) await setTimeout(50);
      expect(await statuses()).toEqual(['queued']);
      letPassAnHour('queued');
      expect(await register(image, ['--name', nameOf(image)])).toMatchObject({ exitCode: 0, uploaded: true });
      expect(await statuses()).toEqual(['active', 'active']);
    });
  });
}
