import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Kind } from '../../src/bundles/kinds.ts';
import { type Ran, runCommand } from '../commands/run-command.ts';

export const TIMEOUT = 60_000;
export const folder = mkdtempSync(join(tmpdir(), 'clickforge-'));
export const shell = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
export const file = (name: string) => join(folder, name);

export const VIFS = ['--vif', 'bridge=a,mac=00:16:3e:00:00:01', '--vif', 'bridge=b,mac=00:16:3e:00:00:02'];
const CONFIGURATION = 'FromDevice(0) -> Queue -> ToDevice(1);\n';
/** An image, and the files that commands find: it and keys. */
export const made: { image: Buffer; files: Record<string, Buffer> } = { image: Buffer.alloc(0), files: {} };

export async function run(args: string[], more: Record<string, Buffer> = {}): Promise<Ran> {
  return runCommand(args, { ...made.files, ...more });
}

export async function pack(kind: Kind, ...more: string[]): Promise<Buffer> {
  const args = ['bundle', 'vnf.elf', '--as', kind, '-o', 'out', '--memory', '8', ...VIFS, ...more];
  const { system, errors, exitCode } = await run(args);
  expect([errors, exitCode]).toEqual(['', 0]);
  return system.volume.readFileSync('/vnf/out') as Buffer;
}

beforeAll(async () => {
  shell('openssl', 'genpkey', '-algorithm', 'ed25519', '-out', 'key.pem');
  shell('openssl', 'pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem');
  shell('openssl', 'genpkey', '-algorithm', 'ed25519', '-out', 'stranger.pem');
  shell('openssl', 'genpkey', '-algorithm', 'rsa', '-out', 'rsa.pem');
  const { system } = await runCommand(['build', 'vnf.click', '-o', 'vnf.elf'], {
    '/vnf/vnf.click': CONFIGURATION,
  });
  made.image = system.volume.readFileSync('/vnf/vnf.elf') as Buffer;
  const keys = ['key', 'public', 'stranger', 'rsa'].map((name) => `${name}.pem`);
  made.files = { '/vnf/vnf.elf': made.image, '/vnf/sbom.json': Buffer.from('{"spdxVersion":"SPDX-2.3"}') };
  for (const name of keys) made.files[`/vnf/${name}`] = readFileSync(file(name));
}, TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true }));

export async function verify(bytes: Buffer, ...args: string[]) {
  const { output } = await run(['verify', 'package', '--json', ...args], { '/vnf/package': bytes });
  return JSON.parse(output) as {
    exitCode: number;
    diagnostics: { code: string; message: string }[];
    kind: string;
  };
}

export const codesOf = ({ diagnostics }: { diagnostics: { code: string }[] }) =>
  diagnostics.map(({ code }) => code);
