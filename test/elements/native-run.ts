import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { readPcap, type TimedPacket, writePcap } from './pcap.ts';

/** `npm run coverage` has one of its own. */
const PROGRAM =
  process.env.CLICKFORGE_NATIVE ??
  fileURLToPath(new URL('../../build/native/clickforge-run-asan', import.meta.url));

export interface NativeRun {
  plan: Uint8Array;
  options?: string[];
  inputs?: Map<number, TimedPacket[]>;
  /** Devices whose packets are wanted. */
  outputs?: number[];
  /** Read handlers that are called, at a time or at the end; those of the end come last. */
  handlers?: { name: string; time?: bigint | undefined }[];
}

export interface NativeResult {
  exitCode: number;
  outputs: Map<number, TimedPacket[]>;
  /** What read handlers said, in the order of time. */
  handlers: string[];
  log: string;
  /** Everything that the control protocol answered. */
  answers: string;
}

/** Runs a Plan under AddressSanitizer and UndefinedBehaviorSanitizer; what they find ends the run and is in the log. */
export async function runNative({ plan, options = [], inputs, outputs = [], handlers = [] }: NativeRun) {
  const folder = await mkdtemp(join(tmpdir(), 'clickforge-case-'));
  try {
    const at = (name: string) => join(folder, name);
    await writeFile(at('plan'), plan);
    const args = [at('plan'), ...options];
    for (const [device, packets] of inputs ?? []) {
      await writeFile(at(`in-${device}`), writePcap(packets));
      args.push('--in', `${device}=${at(`in-${device}`)}`);
    }
    for (const device of outputs) args.push('--out', `${device}=${at(`out-${device}`)}`);
    for (const { name, time } of handlers)
      args.push(...(time === undefined ? ['--handler', name] : ['--read', `${time}@${name}`]));
    const done = await execa(PROGRAM, args, { reject: false, encoding: 'buffer', stripFinalNewline: false });
    const sent = new Map<number, TimedPacket[]>();
    for (const device of outputs) sent.set(device, await readSent(at(`out-${device}`)));
    const answers = Buffer.from(done.stdout).toString('latin1');
    return {
      exitCode: done.exitCode ?? -1,
      outputs: sent,
      handlers: readValues(answers),
      log: Buffer.from(done.stderr).toString('latin1'),
      answers,
    } satisfies NativeResult;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readSent(path: string): Promise<TimedPacket[]> {
  const file = await readFile(path).catch(() => undefined);
  return file ? readPcap(file) : [];
}

/** What read handlers said, in order; instead of a value the code of a refusal after a `!`. */
function readValues(text: string): string[] {
  const values: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const [line, code, separator, message] = /^(\d{3})(.)(.*)\r\n/.exec(rest)!;
    const [header, size] = /^DATA (\d+)\r\n/.exec(rest.slice(line.length)) ?? ['', '0'];
    const start = line.length + header.length;
    const end = start + Number(size);
    if (header !== '') values.push(rest.slice(start, end));
    else if (separator === ' ' && !message!.startsWith('Write') && code !== '520') values.push(`!${code}`);
    rest = rest.slice(end);
  }
  return values;
}
