import { stableMac, stableUuid } from '../../targets/stable.ts';

export interface WantedNetwork {
  /** Id or name of a network that there is. */
  network: string;
  mac: string | undefined;
}

/** What somebody wants OpenVIM to know. */
export interface Wanted {
  name: string;
  tenant: string;
  /** Path on the host, or a URL. */
  path: string;
  /** MiB */
  memory: number;
  flavor: string;
  /** SHA-256 of the image, in hexadecimal. */
  digest: string;
  version: string;
  /** Undefined where nothing is to be started. */
  server: { name: string; start: 'yes' | 'no'; networks: WantedNetwork[] } | undefined;
}

export function tenantDescriptor({ tenant }: Pick<Wanted, 'tenant'>) {
  // Without a description OpenVIM fails.
  return { tenant: { name: tenant, description: `tenant ${tenant}` } };
}

/** A flavor of this id, so that what was made once is found again. */
export function flavorDescriptor({ flavor, memory, tenant }: Pick<Wanted, 'flavor' | 'memory' | 'tenant'>) {
  const id = stableUuid(`openvim flavor ${tenant} ${memory}`, flavor);
  return { flavor: { id, name: flavor, description: `${memory} MB for a micro-VNF`, ram: memory, vcpus: 1 } };
}

export function imageDescriptor(wanted: Omit<Wanted, 'server' | 'flavor' | 'memory'>) {
  const { name, digest, version, path, tenant } = wanted;
  const metadata = { architecture: 'x86_64', use_incremental: 'no', os_type: 'clickos' };
  const id = stableUuid(`openvim image ${tenant} ${path}`, digest);
  const description = `clickforge ${version} ${digestWords(digest)}`;
  return { image: { id, name, description, path, metadata } };
}

/** What an image's description says of the bytes: it is how an image is found again. */
export function digestWords(digest: string): string {
  return `sha256 ${digest}`;
}

interface Place {
  imageRef: string;
  flavorRef: string;
  /** Ids of the networks, device by device. */
  networks: string[];
}

/** What boots the image as what it is: OpenVIM takes a server without these tags as one for KVM. */
export function serverDescriptor(wanted: Wanted, { imageRef, flavorRef, networks }: Place) {
  const { name = wanted.name, start = 'yes', networks: wishes = [] } = wanted.server ?? {};
  return {
    server: {
      name,
      description: `micro-VNF ${wanted.name}`,
      imageRef,
      flavorRef,
      start,
      hypervisor: 'xen-unik',
      osImageType: 'clickos',
      // Never left out: OpenVIM fails without the list.
      networks: networks.map((uuid, device) => ({
        name: `vif${device}`,
        uuid,
        mac_address: wishes[device]?.mac ?? stableMac(name, wanted.digest, device),
      })),
    },
  };
}
