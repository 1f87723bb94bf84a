import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type InitializeResult,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node.js';
import { packTar } from '../../src/bundles/tar.ts';
import { packZip } from '../../src/bundles/zip.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

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

  test('what talks to servers', () => {
    const env = {
      ...process.env,
      OS_AUTH_URL: 'http://127.0.0.1:1/v3',
      OS_USERNAME: 'u',
      OS_PASSWORD: 'hush',
    };
    const args = [CLI, 'register', 'openstack', 'list'];
    const listed = spawnSync(process.execPath, args, {
      env: { ...env, OS_PROJECT_NAME: 'p' },
      encoding: 'utf8',
    });
    expect(listed).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^error CF7201: cannot reach /),
    });
  });

  test('the explanations', () => {
    const explained = spawnSync(process.execPath, [CLI, 'explain', 'CF3002'], { encoding: 'utf8' });
    expect(explained.stdout).toContain('push-pull-conflict');
  });
});
