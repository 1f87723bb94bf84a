import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../build/xen-evidence/', import.meta.url));

/** What the real machine said: printed in the test's output and kept as files under `build/xen-evidence`. */
export interface Evidence {
  /** Keeps and prints. */
  show(name: string, text: string): void;
  /** Keeps only; gives the file's path. */
  keep(name: string, data: string | Buffer): string;
}

/** @param part folder of its own below `build/xen-evidence`, emptied here */
export function openEvidence(part: string): Evidence {
  const folder = join(FOLDER, part);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const keep = (name: string, data: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, data, 'latin1');
    return path;
  };
  const show = (name: string, text: string) => {
    keep(name, text);
    const printable = text.replace(/[\x00-\x08\x0e-\x1f]/g, (byte) => `<${byte.charCodeAt(0)}>`);
    const lines = printable.trimEnd().split('\n');
    console.log([`== ${part}/${name}`, ...lines.map((line) => `   ${line}`)].join('\n'));
  };
  return { show, keep };
}
