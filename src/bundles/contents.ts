import type { DomainSpec } from '../targets/domain-spec.ts';
import { renderLibvirt } from '../targets/libvirt.ts';
import { renderXl } from '../targets/xl.ts';
import type { Entry } from './manifest.ts';

/** What may manage the VNF, as SOL001 and SOL006 name it: any manager by ETSI's interfaces. */
export const VNF_MANAGER = 'etsivnfm:v2.6.1';

/** What every package is made of. */
export interface Vnf {
  domain: DomainSpec;
  image: Uint8Array;
  /** Boot module of the image, where the configuration is in one. */
  module: Uint8Array | undefined;
  /** The flat configuration, as Click reads it. */
  configuration: Uint8Array;
  /** Identity of the configuration. */
  digest: string;
  /** Version of the base image. */
  base: string;
  /** Of clickforge. */
  version: string;
  /** An SPDX document, where there is one. */
  sbom: Uint8Array | undefined;
}

export function imageName({ domain }: Pick<Vnf, 'domain'>): string {
  return `${domain.name}.elf`;
}

export function moduleName({ domain }: Pick<Vnf, 'domain'>): string {
  return `${domain.name}.plan`;
}

/** The image, and what starts it where one has unpacked the package. */
export async function contentsOf(vnf: Vnf): Promise<Entry[]> {
  const ramdisk = vnf.module ? { ramdisk: moduleName(vnf) } : {};
  const domain = { ...vnf.domain, kernel: imageName(vnf), ...ramdisk };
  const [{ stringify }, libvirt] = await Promise.all([import('yaml'), renderLibvirt(domain)]);
  return [
    { path: imageName(vnf), bytes: vnf.image },
    ...(vnf.module ? [{ path: moduleName(vnf), bytes: vnf.module }] : []),
    { path: 'xl.cfg', bytes: Buffer.from(renderXl(domain)) },
    { path: 'libvirt.xml', bytes: Buffer.from(libvirt) },
    { path: 'configuration.click', bytes: vnf.configuration },
    { path: 'vnf.yaml', bytes: Buffer.from(stringify(vnfFile(domain))) },
    ...(vnf.sbom ? [{ path: 'sbom.spdx.json', bytes: vnf.sbom }] : []),
  ];
}

/** The domain as a vnf.yaml says it. */
function vnfFile(domain: DomainSpec): object {
  const { name, uuid, memory, vcpus, type, vifs, console, commandLine, autostart } = domain;
  return {
    name,
    uuid,
    memory,
    vcpus,
    type,
    vifs,
    console,
    on_poweroff: domain.onPoweroff,
    on_reboot: domain.onReboot,
    on_crash: domain.onCrash,
    ...(commandLine === undefined ? {} : { cmdline: commandLine }),
    ...(autostart ? { autostart } : {}),
  };
}
