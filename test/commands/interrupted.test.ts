import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { CLI } from './installed.ts';

const WASM = fileURLToPath(new URL('../../dist/simulator/clickforge.wasm', import.meta.url));
const PCAP_HEADER = 24;
const RECORD_HEADER = 16;

// Ctrl-C, at processes of their own.
describe.runIf(existsSync(WASM))('interrupted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clickforge-interrupted-'));
  const children: ChildProcess[] = [];
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: folder });
    children.push(child);
    return child;
  };
  afterAll(() => {
    // Those of a test that failed hear of nothing less.
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  test('a simulation without end gives what it has come to', async () => {
    writeFileSync(
      join(folder, 'endless.click'),
      'RatedSource(LENGTH 60, RATE 1000) -> Queue -> ToDevice(0);\n',
    );
    const child = start('simulate', 'endless.click', '--real-time', '--out', '0=sent.pcap', '--json');
    await until(child, () => readdirSync(folder).some((name) => sizeOf(name) > PCAP_HEADER));
    child.kill('SIGINT');
    const { code, signal, output } = await finished(child);
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(JSON.parse(output)).toMatchObject({ reason: 'interrupted' });
    expect(readdirSync(folder).sort()).toEqual(['endless.click', 'sent.pcap']);
    const bytes = readFileSync(join(folder, 'sent.pcap'));
    expect((bytes.length - PCAP_HEADER) % (RECORD_HEADER + 60)).toBe(0);
  });

  test('a build that waits for its input ends by the signal', async () => {
    const child = start('build', '-', '-o', 'never.elf');
    child.stdin.write('Idle -> ');
    await until(child, () => readsStandardInput(child.pid!));
    child.kill('SIGINT');
    expect(await finished(child)).toEqual({ code: null, signal: 'SIGINT', output: '' });
    expect(readdirSync(folder).filter((name) => name.includes('never'))).toEqual([]);
  });

  function sizeOf(name: string): number {
    return name.includes('.pcap') ? statSync(join(folder, name)).size : 0;
  }
});

/** Whether the process is past its start: the program has read a part of its input, and waits for more. */
function readsStandardInput(pid: number): boolean {
  return /^0 0x0 /.test(readFileSync(`/proc/${pid}/syscall`, 'utf8'));
}

async function until(child: ChildProcess, holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`);
    await setTimeout(5);
  }
}

function finished(child: ChildProcess) {
  let output = '';
  child.stdout!.on('data', (data) => {
    output += data;
  });
  return new Promise<{ code: number | null; signal: string | null; output: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
}
