export interface Testbed {
  readonly xen: string;
  readonly vmlinux: string;
  readonly initramfs: string;
  readonly dir: string;
}

export function prepareTestbed(options?: { log?: (line: string) => void }): Promise<Testbed>;
