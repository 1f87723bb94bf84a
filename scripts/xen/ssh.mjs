/** OpenSSH, and socat through which Xenstore is reached over it, for a dom0 that is to be reached from another machine. */

import { packagedFiles, withLibraries } from './programs.mjs';

const PACKAGES =
  `openssh-server openssh-client libcrypt1 libwrap0 libaudit1 libcap-ng0 libpam0g libsystemd0 libselinux1
  libpcre2-8-0 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libcom-err2 libkrb5support0 libkeyutils1 libssl3 zlib1g
  libnsl2 libtirpc3 libgcrypt20 libgpg-error0 liblz4-1 libcap2 liblzma5 libzstd1 libc6 socat`.split(/\s+/);

const PROGRAMS = ['/usr/sbin/sshd', '/usr/bin/ssh', '/usr/bin/ssh-keygen', '/usr/bin/socat'];

/** By its own wish a server tells nobody's name, and knows keys alone. */
const CONFIGURATION = `HostKey /etc/ssh/host_key
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
PidFile /run/sshd.pid
`;

/**
 * Files for dom0, by path: the programs, and a configuration of the server whose keys are still to be made.
 *
 * @param {(line: string) => void} [log]
 * @returns {Promise<Record<string, { data: Buffer | string, mode: number }>>}
 */
export async function sshFiles(log = () => {}) {
  const files = await packagedFiles(PACKAGES, (path) => PROGRAMS.includes(path), log);
  return {
    ...withLibraries(files, PROGRAMS),
    '/etc/ssh/sshd_config': { data: CONFIGURATION, mode: 0o644 },
  };
}
