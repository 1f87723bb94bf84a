import { HOST_PORTS, PORTS, PROTOCOLS } from './service-names.ts';
import type { Target } from './spec.ts';

/** What AddressInfo, PortInfo and IPRewriterPatterns give names to. */
export type NameKind = 'ip' | 'ip-prefix' | 'ethernet' | 'tcp-port' | 'udp-port' | 'pattern';

/**
 * Names for addresses, ports and patterns. A name that an element defines counts for the elements of its own compound and
 * of compounds inside of that; the innermost definition counts.
 */
export class Names {
  readonly #defined = new Map<string, Uint8Array>();
  readonly #target: Target;
  /** How many questions there were whose answers depend on where the user stands. */
  asked = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  /** Gives `name` a meaning where the element `definer` stands. */
  define(kind: NameKind, name: string, value: Uint8Array, definer: string): void {
    this.#defined.set(`${kind} ${scopeOf(definer)}${name}`, value);
  }

  /** Four bytes; `name:bcast` is the last address of a named prefix, `name:gw` its first unless that has a name itself. */
  address(text: string, user: string): Uint8Array | undefined {
    const { name, suffix } = split(text);
    if (suffix === '' || suffix === ':ip' || suffix === ':ip4') return this.#find('ip', name, user);
    if (suffix !== ':bcast' && suffix !== ':gw') return undefined;
    const gateway = suffix === ':gw' ? this.#find('ip', text, user) : undefined;
    const prefix = gateway ? undefined : this.prefix(name, user);
    return gateway ?? (prefix && special(prefix, suffix));
  }

  /** Four bytes of the address and four of the mask. */
  prefix(text: string, user: string): Uint8Array | undefined {
    const { name, suffix } = split(text);
    const known = ['', ':net', ':ipnet', ':ip4net'].includes(suffix);
    return known ? this.#find('ip-prefix', name, user) : undefined;
  }

  /** Six bytes. */
  ethernet(text: string, user: string): Uint8Array | undefined {
    const { name, suffix } = split(text);
    const known = ['', ':eth', ':ether', ':ethernet'].includes(suffix);
    return known ? this.#find('ethernet', name, user) : undefined;
  }

  port(name: string, protocol: 'tcp' | 'udp', user: string): number | undefined {
    const defined = this.#find(`${protocol}-port`, name, user);
    if (defined) return defined[0]! * 256 + defined[1]!;
    // A guest has no /etc/services, and neither has a stock ClickOS.
    return PORTS.get(name) ?? (this.#target === 'clickos' ? undefined : HOST_PORTS[protocol].get(name));
  }

  protocol(name: string): number | undefined {
    return PROTOCOLS.get(name);
  }

  /** A pattern of IPRewriterPatterns, as `readPattern` reads them. */
  pattern(name: string, user: string): Uint8Array | undefined {
    return this.#find('pattern', name, user);
  }

  #find(kind: NameKind, name: string, user: string): Uint8Array | undefined {
    if (this.#defined.size === 0) return undefined;
    this.asked++;
    for (let scope = scopeOf(user); ; scope = scopeOf(scope.slice(0, -1))) {
      const value = this.#defined.get(`${kind} ${scope}${name}`);
      if (value || scope === '') return value;
    }
  }
}

/** `a/b/` of `a/b/x`. */
function scopeOf(element: string): string {
  return element.substring(0, element.lastIndexOf('/') + 1);
}

function split(text: string): { name: string; suffix: string } {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { name: text, suffix: '' };
  return { name: text.substring(0, colon), suffix: text.substring(colon).toLowerCase() };
}

function special(prefix: Uint8Array, suffix: ':bcast' | ':gw'): Uint8Array {
  const address = prefix.subarray(0, 4).map((byte, index) => {
    const mask = prefix[index + 4]!;
    return suffix === ':bcast' ? byte | (~mask & 255) : byte & mask;
  });
  if (suffix === ':gw') address[3]! |= 1;
  return address;
}
