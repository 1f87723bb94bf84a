import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImages } from '../../scripts/build-base.mjs';
import type { Dom0 } from '../../scripts/xen/dom0.mjs';
import { startDom0 } from '../../scripts/xen/dom0.mjs';
import { prepareTestbed } from '../../scripts/xen/testbed.mjs';

/** What each guest of `faults/` says before it dies, behind "clickforge: fatal: ". */
const LAST_WORDS: Record<string, RegExp> = {
  'overrun-stack': /page fault: write to the guard page under the stack at /,
  'read-null': /page fault: read of the null page at 0x0000000000000008/,
  'run-data': /page fault: execution of data at /,
  'run-memory': /page fault: execution of data at /,
  'run-stack': /page fault: execution of data at /,
  'smash-canary': /function that returns to 0x[0-9a-f]{16}: a value on the stack was overwritten/,
  'tell-canary': /canary: [0-9a-f]{14}00/,
  'write-code': /page fault: write to code at /,
  'write-null': /page fault: write to the null page at 0x0000000000000000/,
  'write-plan': /page fault: write to read-only data at /,
  'write-read-only': /page fault: write to read-only data at /,
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CRASH = 3;

/** The boot module is where the Plan would be; no guest lives long enough to look into it. */
const MODULE = '/test/module';

const configOf = (name: string, type: string, image: string, more: string) =>
  `name="${name}"\ntype="${type}"\nkernel="${image}"\nramdisk="${MODULE}"\nmemory=8\nvcpus=1\non_crash="destroy"\n${more}\n`;

/** What Xen says of a PV guest whose stack ran into a page that is not mapped: there is nothing to tell the guest on. */
const XEN_ON_OVERRUN =
  /Pagetable walk from ([0-9a-f]{13})[0-9a-f]{3}:[\s\S]*L1\[0x\w+\] = 0{16} [\s\S]*domain_crash_sync called from entry\.S[\s\S]*cr2: \1/;

let folder: string;
let dom0: Dom0;

async function buildGuests(): Promise<void> {
  const guests = Object.keys(LAST_WORDS).map((name) => ({
    output: join(relative(ROOT, folder), `${name}.elf`),
    sources: [`test/guest/faults/${name}.c`],
    linkFlags: ['--wrap=report_image'],
  }));
  await buildImages(ROOT, guests);
}

/** Runs a guest to its end; gives Xen's reason for that end, the guest's console and what Xen logged meanwhile. */
async function runGuest(
  type: string,
  guest: string,
  more = '',
): Promise<{ reason: number; console: string; xen: string }> {
  const name = `${type}-${guest}`;
  const config = configOf(name, type, `/test/${guest}.elf`, more);
  await dom0.put(`/test/${name}.cfg`, { data: config, mode: 0o644 });
  const log = `/var/log/xen/xl-${name}.log`;
  const ended = `i=0; until grep -q 'reason code' ${log} || [ $i -ge 200 ]; do usleep 50000; i=$((i+1)); done`;
  const files = `${log} /var/log/xen/console/guest-${name}.log`;
  await dom0.exec(`xl dmesg -c >/dev/null; rm -f ${files}; xl create -q /test/${name}.cfg; ${ended}`, {
    timeoutSeconds: 60,
  });
  const text = async (path: string) => (await dom0.exec(`cat ${path}`)).stdout;
  const reason = Number(/reason code (\d+)/.exec(await text(log))?.[1]);
  const { stdout: xen } = await dom0.exec('xl dmesg');
  return { reason, console: await text(`/var/log/xen/console/guest-${name}.log`), xen };
}

beforeAll(async () => {
  await mkdir(join(ROOT, 'build'), { recursive: true });
  folder = await mkdtemp(join(ROOT, 'build', 'faults-'));
  await buildGuests();
  const testbed = await prepareTestbed({ log: (line) => console.log(line) });
  const files = Object.keys(LAST_WORDS).map((name) => [`/test/${name}.elf`, join(folder, `${name}.elf`)]);
  dom0 = await startDom0({ testbed, files: Object.fromEntries([...files, [MODULE, Buffer.alloc(5000, 1)]]) });
}, 600_000);

afterAll(async () => {
  await dom0?.stop();
  await rm(folder, { recursive: true });
});

it('tries every guest in the folder', async () => {
  const files = await readdir(new URL('faults/', import.meta.url));
  const guests = files.filter((file) => file.endsWith('.c')).map((file) => file.slice(0, -2));
  expect(guests.sort()).toEqual(Object.keys(LAST_WORDS).sort());
});

describe.each(['pv', 'pvh'])('as %s', (type) => {
  it.each(Object.keys(LAST_WORDS))(
    '%s ends the guest',
    async (guest) => {
      const { reason, console, xen } = await runGuest(type, guest);
      expect(reason).toBe(CRASH);
      // As PV, Xen has no stack but the overrun one to tell the guest on: it ends the domain by itself.
      const silent = type === 'pv' && guest === 'overrun-stack';
      expect(console).toMatch(silent ? /^$/ : /^clickforge: fatal: /);
      if (silent) expect(xen).toMatch(XEN_ON_OVERRUN);
      else expect(console).toMatch(LAST_WORDS[guest]!);
    },
    60_000,
  );

  it.each([
    { source: "the processor's generator", more: '' },
    { source: 'the clock alone', more: 'cpuid="host,rdrand=0"' },
  ])(
    'has another canary at every start, from $source',
    async ({ more }) => {
      const canaries = [];
      for (let start = 0; start < 2; start++)
        canaries.push(/canary: (\w{16})/.exec((await runGuest(type, 'tell-canary', more)).console)?.[1]);
      expect(canaries[0]).toMatch(/^[0-9a-f]{14}00$/);
      expect(canaries[1]).toMatch(/^[0-9a-f]{14}00$/);
      expect(canaries[0]).not.toBe(canaries[1]);
    },
    60_000,
  );
});
