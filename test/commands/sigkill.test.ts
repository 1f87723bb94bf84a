import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OpenvimServer } from '../vims/openvim/server.ts';

// Processes that are killed at random moments: what is there afterwards is old or whole, and the next run clears the rest.

/** Runs that are killed, in all. */
const KILLS = Number(process.env.CLICKFORGE_KILLS ?? 60);

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const NETWORK = '11111111-2222-4333-8444-555555555555';

const folder = mkdtempSync(join(tmpdir(), 'clickforge-killed-'));
const vim = new OpenvimServer();
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { port } = new URL(await vim.listen());
  environment = { ...process.env, OPENVIM_HOST: '127.0.0.1', OPENVIM_PORT: port, OPENVIM_TENANT: 'lab' };
  writeFileSync(join(folder, 'vnf.click'), 'FromDevice(0) -> Print(x) -> Queue -> ToDevice(1);\n');
  expect(await finished(start(['build', 'vnf.click']))).toBe(0);
});
afterAll(() => {
  vim.close();
  rmSync(folder, { recursive: true });
});

const start = (args: string[]) =>
  spawn(process.execPath, [CLI, ...args], { cwd: folder, env: environment, stdio: 'ignore' });

function finished(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code));
  });
}

interface Killed {
  args: string[];
  /** What it writes. */
  output?: string;
  /** Looks at what the run after each killed one has left elsewhere. */
  around?: () => void;
}

const COMMANDS: Killed[] = [
  { args: ['build', 'vnf.click', '-o', 'out.elf'], output: 'out.elf' },
  {
    args: ['bundle', 'vnf.elf', '--vif', 'bridge=a', '--vif', 'bridge=b', '--as', 'csar', '-o', 'out.csar'],
    output: 'out.csar',
  },
  {
    args: [
      'register',
      'openvim',
      'vnf.elf',
      '--path',
      '/opt/vnf.elf',
      '--server',
      'vm-a',
      '--net',
      'default',
      '--net',
      NETWORK,
    ],
    around: () => {
      const { tenant, flavor, image, server } = vim.tables;
      expect([tenant, flavor, image, server].map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    },
  },
];

describe.each(COMMANDS)('$args.0', ({ args, output, around }) => {
  test('killed', { timeout: 60_000 + KILLS * 3000 }, async () => {
    const clear = () => {
      if (output) rmSync(join(folder, output), { force: true });
      for (const table of Object.values(vim.tables)) table.length = 0;
      vim.tables.network.push({ id: NETWORK, name: 'default', type: 'bridge_data', status: 'ACTIVE' });
    };
    clear();
    const began = performance.now();
    expect(await finished(start(args))).toBe(0);
    const usual = performance.now() - began;
    const whole = output && readFileSync(join(folder, output));
    let killed = 0;
    for (let i = 0; i < Math.ceil(KILLS / COMMANDS.length); i++) {
      clear();
      const child = start(args);
      const end = finished(child);
      // What is written is written towards the end.
      await Promise.race([setTimeout(usual * (0.4 + 0.7 * Math.random())), end]);
      child.kill('SIGKILL');
      if ((await end) === null) killed++;
      if (output && readdirSync(folder).includes(output))
        expect(readFileSync(join(folder, output)).equals(whole as Buffer)).toBe(true);
      if (around) expect(await finished(start(args))).toBe(0);
      around?.();
    }
    expect(killed).toBeGreaterThan(0);
    expect(await finished(start(args))).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
