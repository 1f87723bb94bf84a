import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dom0, StartOptions } from '../../scripts/xen/dom0.mjs';
import { startDom0 } from '../../scripts/xen/dom0.mjs';
import { prepareTestbed } from '../../scripts/xen/testbed.mjs';
import type { Evidence } from './evidence.ts';
import { openEvidence } from './evidence.ts';

/** One booted Xen with the tools of `test/xen/dom0` in `/test/bin`, the networks `outside` and `inside`, and quick hotplug. */
export interface Bed {
  readonly dom0: Dom0;
  readonly evidence: Evidence;
  /** Host folder for what the tests build. */
  readonly folder: string;
  /** Runs a command line in dom0; throws with its output when it fails. */
  sh(commandLine: string, timeoutSeconds?: number): Promise<string>;
  close(): Promise<void>;
}

const TOOLS = fileURLToPath(new URL('dom0/', import.meta.url));

function must(dom0: Dom0): Bed['sh'] {
  return async (commandLine, timeoutSeconds = 60) => {
    const { code, stdout, stderr } = await dom0.exec(`PATH=/test/bin:$PATH\n${commandLine}`, {
      timeoutSeconds,
    });
    if (code !== 0) throw new Error(`dom0: ${commandLine}\nended with ${code}\n${stdout}${stderr}`);
    return stdout;
  };
}

/**
 * @param name of the evidence folder
 * @param options files beside the tools, and the machine's memory
 */
export async function openBed(
  name: string,
  { files = {}, ...memory }: Pick<StartOptions, 'files' | 'memoryMiB' | 'dom0MiB'> = {},
): Promise<Bed> {
  const testbed = await prepareTestbed({ log: (line) => console.log(line) });
  const tools = readdirSync(TOOLS).map((tool) => [`/test/bin/${tool}`, join(TOOLS, tool)]);
  const evidence = openEvidence(name);
  const consoleLog = evidence.keep('xen-and-dom0.log', '');
  const dom0 = await startDom0({
    testbed,
    files: { ...Object.fromEntries(tools), ...files },
    consoleLog,
    ...memory,
  });
  const folder = await mkdtemp(join(tmpdir(), 'clickforge-xen-'));
  const close = async () => {
    await dom0.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const sh = must(dom0);
  await sh('networks && hotplug quick');
  return { dom0, evidence, folder, sh, close };
}
