/** libvirtd with its libxl driver and virsh, for a dom0 that is to have them beside xl. */

import { LIBRARIES, packagedFiles, withLibraries } from './programs.mjs';

const PACKAGES =
  `libvirt-daemon libvirt-daemon-driver-xen libvirt0 libvirt-clients libglib2.0-0 libtirpc3 libxml2
  libreadline8 libacl1 libaudit1 libcap-ng0 libgnutls30 libnl-3-200 libnuma1 libselinux1 libapparmor1 libssh2-1
  libssh-4 libsasl2-2 libcurl3-gnutls libffi8 libpcre2-8-0 libmount1 libblkid1 libgssapi-krb5-2 libkrb5-3
  libk5crypto3 libcom-err2 libkrb5support0 libkeyutils1 libicu72 libstdc++6 libp11-kit0 libidn2-0 libunistring2
  libtasn1-6 libnettle8 libhogweed6 libgmp10 libnghttp2-14 librtmp1 libpsl5 libldap-2.5-0 libbrotli1 libssl3
  libgcrypt20 libgpg-error0 libdbus-1-3 libsystemd0 liblz4-1 libcap2 libdevmapper1.02.1 libudev1 libc6
  libtinfo6`.split(/\s+/);

const DRIVER = `${LIBRARIES}/libvirt/connection-driver/libvirt_driver_libxl.so`;
const PROGRAMS = ['/usr/sbin/libvirtd', '/usr/bin/virsh', DRIVER];
const CPUS = '/usr/share/libvirt/cpu_map/';

/** The emulated processor is none that libvirt knows: a 486 without VME comes near enough. */
const ANY_CPU = `${CPUS}x86_486.xml`;

const CONFIGURATION = `auth_unix_rw = "none"
auth_unix_ro = "none"
host_uuid = "2f6d1c1e-0c6f-4a55-9f0e-5d6a3a1b7c11"
`;

/** Starts the daemon and waits until it serves. */
const START = `#!/bin/bash
mkdir -p /run/libvirt /var/lib/libvirt/libxl /var/log/libvirt/libxl /var/cache/libvirt
libvirtd -d || exit 1
for ((tries = 0; tries < 200; tries++)); do
  virsh -q -c xen:///system uri >/dev/null 2>&1 && exit 0
  usleep 50000
done
virsh -c xen:///system uri
`;

/**
 * Files for dom0, by path; `libvirt-start` there starts the daemon.
 *
 * @param {(line: string) => void} [log]
 * @returns {Promise<Record<string, { data: Buffer | string, mode: number }>>}
 */
export async function libvirtFiles(log = () => {}) {
  const isWanted = (/** @type {string} */ path) => path.startsWith(CPUS) || PROGRAMS.includes(path);
  const files = await packagedFiles(PACKAGES, isWanted, log);
  const cpus = [...files].filter(([path]) => path.startsWith(CPUS));
  return {
    ...Object.fromEntries(cpus.map(([path, { data }]) => [path, { data: cpu(path, data), mode: 0o644 }])),
    ...withLibraries(files, PROGRAMS),
    '/etc/libvirt/libvirtd.conf': { data: CONFIGURATION, mode: 0o644 },
    // There is no firmware that it could read.
    '/usr/sbin/dmidecode': { data: '#!/bin/sh\nexit 1\n', mode: 0o755 },
    '/usr/sbin/libvirt-start': { data: START, mode: 0o755 },
  };
}

/** @param {string} path @param {Buffer} data */
function cpu(path, data) {
  return path === ANY_CPU ? data.toString('utf8').replace(/.*<feature name=.vme.*\n/, '') : data;
}
