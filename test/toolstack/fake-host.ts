import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { realSystem } from '../../src/system/real.ts';
import { installed, type Ran, runOn } from '../commands/run-command.ts';
import { memorySystem } from '../system/memory-system.ts';

const TOOLS = fileURLToPath(new URL('../fixtures/toolstack/', import.meta.url));
/** What the scripts for hosts use besides. */
const PROGRAMS = 'sh cat dd grep sed mktemp rm cp sleep wc tr tail kill script stty tty'.split(' ');

const INFO = `free_memory            : 498
xen_commandline        : console=com1 dom0_mem=512M
`;

export const RUNNING = `clickforge: 0.1.0 on Xen, PV, 4 MB\r
clickforge: router running 100 us after entry\r
`;

/** A host that has nothing but the programs of `test/fixtures/toolstack`, and a folder with what they know and did. */
export class FakeHost {
  readonly folder = mkdtempSync(join(tmpdir(), 'clickforge-fake-'));
  readonly #path = process.env.PATH;
  /** As long as somebody has it open, nobody waits for another one to open it, and it has no end: as a terminal. */
  readonly #console: number;
  readonly #interrupts = new Set<() => void>();

  constructor(tools: readonly string[] = ['xl', 'xenstore-read', 'ip', 'ssh']) {
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    for (const tool of tools) symlinkSync(join(TOOLS, tool), join(bin, tool));
    for (const program of PROGRAMS) {
      const place = ['/bin', '/usr/bin'].map((each) => join(each, program)).find(existsSync);
      if (place) symlinkSync(place, join(bin, program));
    }
    for (const name of ['domains', 'calls']) this.write(name, '');
    this.write('bridges', 'outside\ninside\n');
    this.write('info', INFO);
    this.write('boot', RUNNING);
    this.write('image.elf', '');
    execFileSync('mkfifo', [join(this.folder, 'console')]);
    this.#console = openSync(join(this.folder, 'console'), 'r+');
    process.env.PATH = bin;
    process.env.FAKE = this.folder;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  remove(name: string): void {
    rmSync(join(this.folder, name), { force: true });
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Runs a command line of clickforge, on files in memory and these programs. */
  run(args: readonly string[], files: Record<string, string | Buffer>): Promise<Ran> {
    const { processes, clock } = realSystem();
    const system = memorySystem({ ...installed, ...files }, { processes, clock });
    system.onInterrupt = (handler) => {
      this.#interrupts.add(handler);
      return () => void this.#interrupts.delete(handler);
    };
    return runOn(system, [...args]);
  }

  /** What a Ctrl-C does to the command line that runs, as soon as the programs were called so. */
  async interruptAt(call: string): Promise<void> {
    while (!this.read('calls').includes(call)) await setTimeout(10);
    for (const handler of this.#interrupts) handler();
  }

  close(): void {
    closeSync(this.#console);
    process.env.PATH = this.#path;
    delete process.env.FAKE;
    rmSync(this.folder, { recursive: true });
  }
}
