import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { realHttp } from '../../src/system/http.ts';
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
