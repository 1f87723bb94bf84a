import { shiftWord, splitArguments, splitWords } from '../click-config-parser/index.ts';
import type { Router, RouterElement } from '../router/router.ts';
import type { Elements } from './arguments/element.ts';
import { readEthernet } from './arguments/ethernet-address.ts';
import { parseUnsigned } from './arguments/integer.ts';
import { mayBeDevice, readAddress, readPrefix } from './arguments/ip-address.ts';
import { readPattern } from './arguments/rewriter-pattern.ts';
import type { Context, ListParser } from './arguments/value.ts';
import { TCP, TCP_OR_UDP, UDP } from './decision/ip-words.ts';
import { type NameKind, Names } from './names.ts';
import { PROTOCOLS } from './service-names.ts';
import type { Target } from './spec.ts';

/** The names that AddressInfo, PortInfo and IPRewriterPatterns define. Wrong entries define nothing. */
export function collectNames(router: Router, elements: Elements, target: Target): Names {
  const names = new Names(target);
  const argument = { name: 'ENTRY', type: 'any' };
  const place = { argument, inputs: 0, outputs: 0, elements, names, target, earlier: new Map() };
  for (const element of router.elements) {
    if (element.className === 'AddressInfo') defineAddresses(element, { ...place, element });
    if (element.className === 'PortInfo') definePorts(element, names);
  }
  for (const element of router.elements)
    if (element.className === 'IPRewriterPatterns') definePatterns(element, { ...place, element });
  return names;
}

function definePatterns(element: RouterElement, context: Context): void {
  for (const { text } of splitArguments(element.config)) {
    const [name, ...words] = splitWords(text).map((word) => word.text);
    const pattern = name === undefined ? '' : readPattern(words, context);
    if (typeof pattern !== 'string') context.names.define('pattern', name!, pattern, element.name);
  }
}

/** Entries `NAME ADDRESS...`; they have their effect where the names are used. */
export const parseAddressEntries: ListParser = (texts, context, report) => {
  for (const [index, text] of texts.entries()) {
    const [name, ...addresses] = splitWords(text).map((word) => word.text);
    if (name === undefined) continue;
    const wrong = addresses.find((address) => !isAddress(address, context));
    const message = wrong ? `'${wrong}' is no address` : `addresses for the name ${name} are missing`;
    if (wrong !== undefined || addresses.length === 0) report({ index, severity: 'error', message });
  }
  return new Uint8Array();
};

function isAddress(text: string, context: Context): boolean {
  return readAll(text, context).size > 0 || IPV6.test(text) || mayBeDevice(text, context);
}

const IPV6 = /^(?=.*:.*:)[0-9A-Fa-f:.]+(\/\d+)?$/;

/** Entries `NAME PORT[/PROTOCOL] NAME...`; they have their effect where the names are used. */
export const parsePortEntries: ListParser = (texts, _context, report) => {
  for (const [index, text] of texts.entries()) {
    const [name, rest] = shiftWord(text);
    if (name === '' || name.startsWith('#')) continue;
    const [port] = shiftWord(rest);
    if (readPort(port)) continue;
    const message = port === '' ? `the port of ${name} is missing` : `'${port}' is no port`;
    report({ index, severity: 'error', message, hint: "write it like 'proxy 3128/tcp'" });
  }
  return new Uint8Array();
};

function defineAddresses(element: RouterElement, context: Context): void {
  for (const { text } of splitArguments(element.config)) {
    const [name, ...addresses] = splitWords(text).map((word) => word.text);
    const seen = new Set<NameKind>();
    for (const address of addresses) defineAddress(name!, address, context, seen);
  }
}

/** What can be read in several ways means first of all what the name has no address of yet. */
function defineAddress(name: string, text: string, context: Context, seen: Set<NameKind>): void {
  const readings = readAll(text, context);
  for (const [kind, value] of readings)
    if (readings.size === 1 || !seen.has(kind)) context.names.define(kind, name, value, context.element.name);
  for (const kind of readings.keys()) seen.add(kind);
}

function readAll(text: string, context: Context): Map<NameKind, Uint8Array> {
  const readings = new Map<NameKind, Uint8Array>();
  const ethernet = readEthernet(text, context);
  if (ethernet) readings.set('ethernet', ethernet);
  const address = readAddress(text, context);
  const prefix = address ? undefined : readPrefix(text, context, false);
  if (address) readings.set('ip', address);
  if (prefix) readings.set('ip-prefix', prefix);
  // 10.0.0.1/8 names a network and an address in it; 10.0.0.0/8 only the network.
  const host = prefix?.subarray(0, 4);
  if (host?.some((byte, index) => (byte & ~prefix![index + 4]! & 255) !== 0)) readings.set('ip', host);
  return readings;
}

/** Entries are NAME PORT[/PROTOCOL] NAME...; the word # begins a comment. */
function definePorts(element: RouterElement, names: Names): void {
  for (const { text } of splitArguments(element.config)) {
    const [first, rest] = shiftWord(text);
    if (first === '' || first.startsWith('#')) continue;
    const [port, aliases] = shiftWord(rest);
    const { value, tcp, udp } = readPort(port) ?? { tcp: false, udp: false };
    if (!value) continue;
    const words = splitWords(aliases).map((word) => word.text);
    const comment = words.findIndex((word) => word.startsWith('#'));
    for (const name of [first, ...(comment < 0 ? words : words.slice(0, comment))]) {
      if (tcp) names.define('tcp-port', name, value, element.name);
      if (udp) names.define('udp-port', name, value, element.name);
    }
  }
}

/** A port's two bytes, and whether it is one of TCP and UDP; ports of other protocols are nowhere asked for. */
function readPort(text: string): { value: Uint8Array; tcp: boolean; udp: boolean } | undefined {
  const [digits, protocol] = text.split(/\/(.*)/s);
  const number = parseUnsigned(digits!, 0xffff);
  if (number === undefined) return undefined;
  const known =
    protocol === undefined ? TCP_OR_UDP : (PROTOCOLS.get(protocol) ?? parseUnsigned(protocol, 255));
  return {
    value: Uint8Array.of(number >> 8, number & 255),
    tcp: known === TCP || known === TCP_OR_UDP,
    udp: known === UDP || known === TCP_OR_UDP,
  };
}
