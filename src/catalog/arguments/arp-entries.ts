import { splitWords } from '../../click-config-parser/index.ts';
import { readEthernet } from './ethernet-address.ts';
import { mayBeDevice, readPrefix } from './ip-address.ts';
import type { Context, Finding, ListParser } from './value.ts';

interface Entry {
  address: Uint8Array;
  mask: Uint8Array;
  ethernet: Uint8Array;
}

/**
 * Entries `ADDR[/MASK]... ETHER` as struct arp_entry: the most specific first, so that the first that fits an
 * address is the one that counts; of two with the same prefix the later.
 */
export const parseArpEntries: ListParser = (texts, context, report) => {
  const lists = texts.map((text, index) =>
    readEntries(text, context, (message) => report(error(index, message))),
  );
  if (lists.some((list) => list === undefined)) return undefined;
  const entries = lists.flatMap((list, index) => list!.map((entry) => ({ entry, index })));
  for (const [name, index] of repeated(entries))
    report({ index, severity: 'warning', message: `multiple entries for ${name}` });
  return encode(order(entries.map(({ entry }) => entry)));
};

/** What has several entries, and the argument with the last of them. */
function repeated(entries: readonly { entry: Entry; index: number }[]): Map<string, number> {
  const seen = new Set<string>();
  const again = new Map<string, number>();
  for (const { entry, index } of entries) {
    const name = nameOf(entry);
    if (seen.has(name)) again.set(name, index);
    seen.add(name);
  }
  return again;
}

function nameOf({ address, mask }: Entry): string {
  const bits = mask.reduce((sum, byte) => sum * 256 + byte, 0);
  const length = 32 - Math.log2(2 ** 32 - bits);
  return `${address.join('.')}/${Number.isInteger(length) ? length : mask.join('.')}`;
}

function error(index: number, message: string): Finding {
  return { index, severity: 'error', message, hint: "write it like '10.0.0.1 00:1a:2b:3c:4d:5e'" };
}

/** Undefined without a report: a device's address, known at run time only. */
function readEntries(text: string, context: Context, refuse: (message: string) => void): Entry[] | undefined {
  const words = splitWords(text).map((word) => word.text);
  const prefixes: Uint8Array[] = [];
  const addresses: Uint8Array[] = [];
  for (const word of words) {
    const prefix = readPrefix(word, context, true);
    const ethernet = prefix ? undefined : readEthernet(word, context);
    if (prefix) prefixes.push(prefix);
    else if (ethernet) addresses.push(ethernet);
    else if (mayBeDevice(word, context)) return undefined;
    else {
      refuse(`'${word}' is neither an IP address nor an Ethernet address`);
      return undefined;
    }
  }
  if (addresses.length > 1) refuse('an entry has one Ethernet address, not several');
  // A name can stand for an IP and an Ethernet address at once.
  const ethernet = addresses[0] ?? firstOf(words, (word) => readEthernet(word, context));
  if (prefixes.length === 0) refuse('the IP address is missing');
  else if (!ethernet) refuse('the Ethernet address is missing');
  if (addresses.length > 1 || prefixes.length === 0 || !ethernet) return undefined;
  return prefixes.map((prefix) => makeEntry(prefix, ethernet));
}

function makeEntry(prefix: Uint8Array, ethernet: Uint8Array): Entry {
  const mask = prefix.subarray(4);
  return { address: prefix.subarray(0, 4).map((byte, index) => byte & mask[index]!), mask, ethernet };
}

function firstOf<T>(words: string[], read: (word: string) => T | undefined): T | undefined {
  for (const word of words) {
    const value = read(word);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Keeps the order as written, but for entries that are part of another: these stand before it. */
function order(entries: Entry[]): Entry[] {
  const last = new Map(entries.map((entry) => [`${entry.address} ${entry.mask}`, entry]));
  const ordered: Entry[] = [];
  for (const entry of last.values()) {
    const wider = ordered.findIndex((other) => contains(other, entry));
    ordered.splice(wider < 0 ? ordered.length : wider, 0, entry);
  }
  return ordered;
}

function contains(wide: Entry, narrow: Entry): boolean {
  return wide.address.every((byte, index) => (narrow.address[index]! & wide.mask[index]!) === byte);
}

function encode(entries: Entry[]): Uint8Array {
  return Uint8Array.from(
    entries.flatMap(({ address, mask, ethernet }) => [...address, ...mask, ...ethernet, 0, 0]),
  );
}
