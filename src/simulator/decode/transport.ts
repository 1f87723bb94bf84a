import { type DecodedField, HeaderFields } from './field.ts';

interface Decoded {
  fields: DecodedField[];
  /** Where the header ends. */
  end: number;
}

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];

/** The fields of a transport header; none where the protocol is not known or the header is cut. */
export function decodeTransport(bytes: Uint8Array, at: number, protocol: number): Decoded {
  const left = bytes.length - at;
  if (protocol === 1 && left >= 8) return decodeIcmp(bytes, at);
  if (protocol === 6 && left >= 20) return decodeTcp(bytes, at);
  if (protocol === 17 && left >= 8) return decodeUdp(bytes, at);
  return { fields: [], end: at };
}

function decodeTcp(bytes: Uint8Array, at: number): Decoded {
  const header = new HeaderFields('TCP', bytes, at);
  const length = (header.u8(12) >> 4) * 4;
  const end = Math.min(Math.max(length, 20), bytes.length - at);
  header
    .add('source port', header.u16(0))
    .add('destination port', header.u16(2))
    .add('sequence', header.u32(4))
    .add('acknowledgement', header.u32(8))
    .add('header length', length)
    .add('reserved', header.u8(12) & 15)
    .add('flags', FLAGS.filter((_, bit) => header.u8(13) & (1 << bit)).join(' ') || 'none')
    .add('window', header.u16(14))
    .add('checksum', header.hex16(16))
    .add('urgent pointer', header.u16(18));
  if (end > 20) header.add('options', header.raw(20, end));
  return { fields: header.fields, end: at + end };
}

function decodeUdp(bytes: Uint8Array, at: number): Decoded {
  const header = new HeaderFields('UDP', bytes, at);
  header
    .add('source port', header.u16(0))
    .add('destination port', header.u16(2))
    .add('length', header.u16(4))
    .add('checksum', header.hex16(6));
  return { fields: header.fields, end: at + 8 };
}

const ECHO: readonly number[] = [0, 8];

function decodeIcmp(bytes: Uint8Array, at: number): Decoded {
  const header = new HeaderFields('ICMP', bytes, at);
  header.add('type', header.u8(0)).add('code', header.u8(1)).add('checksum', header.hex16(2));
  if (ECHO.includes(header.u8(0))) header.add('identifier', header.u16(4)).add('sequence', header.u16(6));
  else header.add('rest of header', header.raw(4, 8));
  return { fields: header.fields, end: at + 8 };
}
