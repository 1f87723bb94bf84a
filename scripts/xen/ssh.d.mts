/** Files for dom0, by path; `libvirt-start` there starts the daemon. */
export function sshFiles(
  log?: (line: string) => void,
): Promise<Record<string, { data: Buffer | string; mode: number }>>;
