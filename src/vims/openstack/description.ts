import { stableUuid } from '../../targets/stable.ts';
import { isId } from '../text-of.ts';
import type { Style, Visibility } from './choices.ts';
import type { Image } from './glance.ts';

/** What somebody wants the cloud to know. */
export interface Wanted {
  name: string;
  style: Style;
  visibility: Visibility;
  /** MiB */
  memory: number;
  commandLine: string;
  /** SHA-256 of the image, or of the boot module, in hexadecimal. */
  digest: string;
  /** Identity of the configuration in it. */
  configuration: string;
  version: string;
}

/** An image as Glance is told of it, but for its id. */
export interface Description {
  name: string;
  disk_format: 'aki' | 'ari' | 'raw' | 'uki';
  container_format: 'aki' | 'ari' | 'bare' | 'uki';
  visibility: Visibility;
  min_ram: number;
  tags: string[];
  [property: string]: string | number | string[];
}

export const TAG = 'clickforge';
const VM_MODE = 'xen';

export function digestTag(digest: string): string {
  return `sha256-${digest}`;
}

/** The image that holds the kernel: the whole of it, or the one that a boot stub names. */
export function kernelDescription(wanted: Wanted): Description {
  if (wanted.style === 'uki') {
    return {
      ...common(wanted, wanted.name),
      disk_format: 'uki',
      container_format: 'uki',
      ...booting(wanted),
    };
  }
  return { ...common(wanted, `${wanted.name}-kernel`), disk_format: 'aki', container_format: 'aki' };
}

/** The image that holds the boot module of the kernel. */
export function ramdiskDescription(wanted: Wanted): Description {
  return { ...common(wanted, `${wanted.name}-ramdisk`), disk_format: 'ari', container_format: 'ari' };
}

/** Ids of the images that a boot stub names. */
export interface Parts {
  kernelId: string;
  ramdiskId?: string | undefined;
}

/** The image that instances are made from: next to nothing on a disk, and the ids of its parts. */
export function stubDescription(wanted: Wanted, { kernelId, ramdiskId }: Parts): Description {
  return {
    ...common(wanted, wanted.name),
    disk_format: 'raw',
    container_format: 'bare',
    kernel_id: kernelId,
    ...(ramdiskId === undefined ? {} : { ramdisk_id: ramdiskId }),
    ...booting(wanted),
  };
}

/** Whether instances are made from such an image, as they are not from a kernel or its boot module. */
export function isBootable({ disk_format }: Image): boolean {
  return disk_format !== 'aki' && disk_format !== 'ari';
}

/** The parts that an image names. */
export function partsOf({ kernel_id, ramdisk_id }: Image): Partial<Parts> {
  return {
    ...(isId(kernel_id) ? { kernelId: kernel_id } : {}),
    ...(isId(ramdisk_id) ? { ramdiskId: ramdisk_id } : {}),
  };
}

function common({ visibility, memory, digest, configuration, version, name: vnf }: Wanted, name: string) {
  return {
    name,
    visibility,
    min_ram: memory,
    tags: [TAG, digestTag(digest), `${TAG}-${version}`, `configuration-${vnf}`],
    clickforge_digest: digest,
    clickforge_configuration: configuration,
    clickforge_version: version,
  };
}

/** What Nova goes by, under today's names and under those of older releases. */
function booting({ commandLine }: Wanted) {
  return {
    os_command_line: commandLine,
    architecture: 'x86_64',
    hw_vm_mode: VM_MODE,
    vm_mode: VM_MODE,
    img_hv_type: 'xen',
    hypervisor_type: 'xen',
    hw_vif_model: 'netfront',
  };
}

/** The same for the same digest: a sector that holds no partition and says what it is. */
export function stubBytes(digest: string): Uint8Array {
  const sector = Buffer.alloc(512);
  sector.write(`Nothing is on this disk. The kernel beside it is a clickforge image:\nsha256 ${digest}\n`);
  return sector;
}

/** An id for an image in a project. Two who register the same at once come to the same one, and Glance takes it once. */
export function idOf(description: Description, projectId: string, generation: number): string {
  const { tags: _, clickforge_version: __, ...identity } = description;
  const text = JSON.stringify(Object.entries(identity).sort(([a], [b]) => (a < b ? -1 : 1)));
  return stableUuid(`openstack ${projectId} ${generation}`, text);
}

/** What of an image in Glance is not as wanted, by name; what only names things or their makers does not count. */
export function differences(image: Image, description: Description): string[] {
  const { tags: _, clickforge_version: __, ...identity } = description;
  return Object.entries(identity).flatMap(([name, value]) => (image[name] === value ? [] : [name]));
}
