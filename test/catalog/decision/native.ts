import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NO_OUTPUT, type Packet } from './run.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const router = join(root, 'images', 'base', 'router');

export interface Job {
  program: Uint8Array;
  outputs: number;
  packets: Packet[];
}

/** The runtime's own interpreter, compiled for this machine with sanitizers. */
export class NativeInterpreter {
  readonly #folder = mkdtempSync(join(tmpdir(), 'decision-'));
  readonly #program = join(this.#folder, 'harness');

  constructor() {
    const flags = ['-std=c17', '-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
    const sources = [join(root, 'test', 'catalog', 'decision', 'harness.c'), join(router, 'decision.c')];
    execFileSync('clang-19', [...flags, '-I', router, ...sources, '-o', this.#program]);
  }

  /** For each job whether the program passes the check, and the output of each packet (-1: none). */
  run(jobs: Job[]): { good: boolean; outputs: number[] }[] {
    const input = Buffer.concat(
      jobs.flatMap(({ program, outputs, packets }) => [
        numbers(program.length, outputs, packets.length),
        program,
        ...packets.flatMap((packet) => packet.flatMap((bytes) => [numbers(bytes.length), bytes])),
      ]),
    );
    const output = execFileSync(this.#program, { input, maxBuffer: 1 << 28 });
    let at = 0;
    const next = () => output.readUInt32LE(4 * at++);
    return jobs.map(({ packets }) => {
      const good = next() === 1;
      return {
        good,
        outputs: packets.map(() => next()).map((number) => (number === NO_OUTPUT ? -1 : number)),
      };
    });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt32LE(value, 4 * index);
  });
  return bytes;
}
