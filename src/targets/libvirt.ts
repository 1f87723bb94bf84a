import type { DomainSpec, DomainVif } from './domain-spec.ts';
import { isOpenVswitch } from './vif.ts';

/** `openvim`: as OpenVIM itself describes a unikernel's domain. */
export type LibvirtStyle = 'libvirt' | 'openvim';

const KIBIBYTES = 1024;
const TEXT = '#text';

/** An element of XML: attributes begin with `@`, members that are lists repeat the element. */
interface Xml {
  [name: string]: string | Xml | Xml[];
}

/** The XML from which libvirt's libxl driver starts this domain. */
export async function renderLibvirt(domain: DomainSpec, style: LibvirtStyle = 'libvirt'): Promise<string> {
  const { XMLBuilder } = await import('fast-xml-parser');
  const builder = new XMLBuilder({
    format: true,
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    textNodeName: TEXT,
    suppressEmptyNode: true,
    processEntities: true,
  });
  return builder.build({ domain: domainXml(domain, style) });
}

function domainXml(domain: DomainSpec, style: LibvirtStyle): Xml {
  const memory = { '@unit': 'KiB', [TEXT]: String(domain.memory * KIBIBYTES) };
  return {
    '@type': 'xen',
    name: domain.name,
    uuid: domain.uuid,
    memory,
    currentMemory: memory,
    vcpu: { '@placement': 'static', [TEXT]: String(domain.vcpus) },
    os: osXml(domain, style),
    ...(style === 'openvim'
      ? { features: { acpi: {}, apic: {}, pae: {} }, cpu: { '@mode': 'host-model' } }
      : {}),
    clock: { '@offset': 'utc', '@adjustment': 'reset' },
    on_poweroff: domain.onPoweroff,
    on_reboot: domain.onReboot,
    on_crash: domain.onCrash,
    devices: {
      interface: domain.vifs.map(interfaceXml),
      ...(domain.console === 'none'
        ? {}
        : { console: { '@type': 'pty', target: { '@type': 'xen', '@port': '0' } } }),
    },
  };
}

function osXml({ type, kernel, ramdisk, commandLine }: DomainSpec, style: LibvirtStyle): Xml {
  const machine = type === 'pv' ? 'xenpv' : 'xenpvh';
  const kind = style === 'openvim' ? 'xen' : type === 'pv' ? 'linux' : 'xenpvh';
  return {
    type: { '@arch': 'x86_64', '@machine': machine, [TEXT]: kind },
    kernel,
    ...(ramdisk === undefined ? {} : { initrd: ramdisk }),
    ...(commandLine === undefined ? {} : { cmdline: commandLine }),
  };
}

function interfaceXml(vif: DomainVif): Xml {
  return {
    '@type': vif.bridge === undefined ? 'ethernet' : 'bridge',
    mac: { '@address': vif.mac },
    ...(vif.bridge === undefined ? {} : { source: { '@bridge': vif.bridge } }),
    ...addressXml(vif.ip),
    ...(isOpenVswitch(vif.script) ? { virtualport: { '@type': 'openvswitch' } } : {}),
    ...(vif.vlan === undefined ? {} : { vlan: { tag: { '@id': String(vif.vlan) } } }),
    ...(vif.script === undefined ? {} : { script: { '@path': vif.script } }),
    ...(vif.model === undefined ? {} : { model: { '@type': vif.model } }),
    ...bandwidthXml(vif.rate),
  };
}

function addressXml(ip: string | undefined): Xml {
  const [address, prefix] = ip?.split('/') ?? [];
  if (address === undefined) return {};
  return { ip: { '@address': address, ...(prefix === undefined ? {} : { '@prefix': prefix }) } };
}

const BITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9 };

/** libvirt counts in whole KiB a second, and Xen limits what the guest sends. */
function bandwidthXml(rate: string | undefined): Xml {
  const [, size, factor, unit] = /^([0-9]+)([KMG]?)([bB])\/s/.exec(rate ?? '') ?? [];
  if (size === undefined) return {};
  const bytes = (Number(size) * BITS[factor!]!) / (unit === 'b' ? 8 : 1);
  return { bandwidth: { outbound: { '@average': String(Math.max(1, Math.round(bytes / 1024))) } } };
}
