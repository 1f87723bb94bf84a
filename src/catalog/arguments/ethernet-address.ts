import { mayBeDevice } from './ip-address.ts';
import { type Context, type Parser, Refusal } from './value.ts';

/** `00:1a:2b:3c:4d:5e` with `:` or `-`, one or two digits each, or a name of AddressInfo. Undefined: neither. */
export function readEthernet(text: string, context: Context): Uint8Array | undefined {
  const bytes = text.split(text.includes(':') ? ':' : '-');
  if (bytes.length !== 6 || !bytes.every((digits) => BYTE.test(digits)))
    return context.names.ethernet(text, context.element.name);
  return Uint8Array.from(bytes, (digits) => Number.parseInt(digits, 16));
}

const BYTE = /^[0-9A-Fa-f]{1,2}$/;

export const parseEthernet: Parser = (text, context) => {
  const address = readEthernet(text, context);
  if (address || mayBeDevice(text, context)) return address;
  return new Refusal('must be an Ethernet address', "write it like '00:1a:2b:3c:4d:5e'");
};
