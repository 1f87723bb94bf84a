import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type InitializeResult,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node.js';
import { packTar } from '../../src/bundles/tar.ts';
import { packZip } from '../../src/bundles/zip.ts';
import { CLI } from './installed.ts';

/** A process may end while the others are looked at. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

// What is bundled into files of its own has to be found by the built command.
describe.runIf(existsSync(CLI))('the built command loads', () => {
  test('Graphviz to draw', () => {
    const drawn = spawnSync(process.execPath, [CLI, 'graph', '-'], {
      input: 'Idle -> Discard;',
      encoding: 'utf8',
    });
    expect(drawn).toMatchObject({ status: 0, stderr: '' });
    expect(drawn.stdout).toMatch(/^<svg .*Discard.*<\/svg>\n$/s);
  });

  test('the protocol of editors', async () => {
    const server = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { stdio: 'pipe' });
    const ended = new Promise((resolve) => server.once('exit', resolve));
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
    const result = await connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
    expect(result.serverInfo?.name).toBe('clickforge');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await ended).toBe(0);
    connection.dispose();
  });

  test('what packs and unpacks archives', async () => {
    const entries = [{ path: 'a/b', bytes: Buffer.from('x') }];
    for (const input of [await packTar(entries), await packZip(entries)]) {
      const verified = spawnSync(process.execPath, [CLI, 'verify', '-'], { input, encoding: 'utf8' });
      expect(verified).toMatchObject({ status: 1, stderr: expect.stringMatching(/^error CF660[12]: -: /) });
    }
  });

  test('what talks to servers, which no other process sees the password of', async () => {
    const server = createServer();
    const asked = new Promise<Socket>((resolve) => server.once('connection', resolve));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const settings = { OS_AUTH_URL: `http://127.0.0.1:${port}/v3`, OS_USERNAME: 'u', OS_PROJECT_NAME: 'p' };
    const env = { ...process.env, ...settings, OS_PASSWORD: 'hush-secret' };
    const child = spawn(process.execPath, [CLI, 'register', 'openstack', 'list'], { env, stdio: 'pipe' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const socket = await asked;
    const lines = readdirSync('/proc')
      .filter((name) => /^[0-9]+$/.test(name))
      .map((name) => readIfThere(`/proc/${name}/cmdline`));
    expect(lines.some((line) => line.includes('openstack\0list'))).toBe(true);
    expect(lines.filter((line) => line.includes('hush-secret'))).toEqual([]);
    socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
    expect(await ended).toBe(4);
    server.close();
  });

  test('the explanations', () => {
    const explained = spawnSync(process.execPath, [CLI, 'explain', 'CF3002'], { encoding: 'utf8' });
    expect(explained.stdout).toContain('push-pull-conflict');
  });
});
