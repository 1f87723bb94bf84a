// Packets a second that the simulator moves through Counter -> Discard, from a source of its own and from a capture
// file, whole processes from start to end, beside the target of 1,000,000.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../../scripts/run.mjs';

const RUNS = 5;
const TARGET = 1_000_000;
const GENERATED = 20_000_000;
const CAPTURED = 1_000_000;

/** A capture file of 60-byte frames, one a microsecond. */
function capture(count) {
  const record = 16 + 60;
  const bytes = Buffer.alloc(24 + count * record);
  bytes.writeUInt32LE(0xa1b2c3d4, 0);
  bytes.writeUInt16LE(2, 4);
  bytes.writeUInt16LE(4, 6);
  bytes.writeUInt32LE(65_535, 16);
  bytes.writeUInt32LE(1, 20);
  for (let i = 0; i < count; i++) {
    const at = 24 + i * record;
    bytes.writeUInt32LE(1_000_000_000 + Math.floor(i / 1_000_000), at);
    bytes.writeUInt32LE(i % 1_000_000, at + 4);
    bytes.writeUInt32LE(60, at + 8);
    bytes.writeUInt32LE(60, at + 12);
    bytes.writeUInt32BE(i, at + 16 + 14);
  }
  return bytes;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Median packets a second of the whole process; a run that lost packets is no measurement. */
function rate(args, packets) {
  const times = Array.from({ length: RUNS }, () => {
    const begin = performance.now();
    const { code, stdout, stderr } = run(process.execPath, [join(root, 'dist/cli.js'), ...args]);
    if (code !== 0) throw new Error(stderr.slice(0, 500));
    if (stdout !== `${packets}\n`)
      throw new Error(`${packets} packets were expected to be counted: ${stdout}`);
    return performance.now() - begin;
  });
  return (packets / median(times)) * 1000;
}

const folder = mkdtempSync(join(tmpdir(), 'clickforge-bench-'));
const file = join(folder, 'in.pcap');
writeFileSync(file, capture(CAPTURED));

const click = (text) => ['click', '--simtime', '-h', 'c.count', '-e', text];
const measurements = {
  'InfiniteSource -> Counter -> Discard': rate(
    click(`InfiniteSource(LIMIT ${GENERATED}) -> c :: Counter -> Discard`),
    GENERATED,
  ),
  'capture file -> Counter -> Discard': rate(click(`FromDump(${file}) -> c :: Counter -> Discard`), CAPTURED),
};
rmSync(folder, { recursive: true });

for (const [name, value] of Object.entries(measurements)) {
  const shown = `${(value / 1e6).toFixed(2)} M packets/s`;
  console.log(`${name.padEnd(38)} ${shown.padStart(18)}   target ${TARGET / 1e6} M, whole process`);
}
process.exitCode = Object.values(measurements).some((value) => value < TARGET) ? 1 : 0;
