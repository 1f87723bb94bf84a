import { LINK } from '../capture/index.ts';
import { u16 } from '../summary/numbers.ts';

const IP4 = 0x0800;
const IP6 = 0x86dd;
const VLANS: readonly number[] = [0x8100, 0x88a8];

/** Where a packet's IP and transport headers begin; undefined: it is no whole IP packet. */
export function findIpHeader(
  data: Uint8Array,
  linkType: number,
): { network: number; transport: number } | undefined {
  const network = networkHeader(data, linkType);
  if (network === undefined || network >= data.length) return undefined;
  const version = data[network]! >> 4;
  const header = version === 4 ? (data[network]! & 15) << 2 : version === 6 ? 40 : 0;
  if (header < 20 || data.length - network < header) return undefined;
  return { network, transport: network + header };
}

function networkHeader(data: Uint8Array, linkType: number): number | undefined {
  switch (linkType) {
    case LINK.RAW:
    case LINK.IPV4:
      return 0;
    case LINK.NULL:
      return 4;
    case LINK.ETHERNET:
      return behindType(data, 12);
    case LINK.LINUX_SLL:
      return behindType(data, 14);
    case LINK.FDDI:
      return behindType(data, 19);
    case LINK.PPP:
      return data.length >= 4 && u16(data, 2) === 0x21 ? 4 : undefined;
    default:
      return undefined;
  }
}

/** The byte behind an Ethernet type of IP; VLAN tags are passed over. */
function behindType(data: Uint8Array, at: number): number | undefined {
  while (data.length >= at + 4 && VLANS.includes(u16(data, at))) at += 4;
  if (data.length < at + 2) return undefined;
  const type = u16(data, at);
  return type === IP4 || type === IP6 ? at + 2 : undefined;
}
