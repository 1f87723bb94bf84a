import { internetChecksum, joinBytes, number16, number32, parseHex, parseIp, parseMac } from './bytes.ts';

/**
 * Bytes of a packet written as layers: `ether A > B / ip 10.0.0.1 > 10.0.0.2 ttl 9 / udp 1 > 2 / "text"`.
 * Lengths, checksums, types are filled in; a word and its value after the addresses replaces a field. A line of
 * hexadecimal digits alone is the bytes themselves. `/ pad N` fills with zeros, `/ cut N` keeps the first N bytes.
 */
export function parsePacket(text: string): Uint8Array {
  if (/^[0-9a-f\s]+$/i.test(text)) return parseHex(text);
  let packet: Uint8Array = new Uint8Array();
  const layers = splitLayers(text);
  const inner = (index: number) => layers[index + 1]?.split(/\s+/)[0] ?? '';
  for (let i = layers.length; i-- > 0; ) packet = wrap(layers[i]!, packet, inner(i), layers[i - 1]);
  for (const layer of layers) packet = resize(layer, packet);
  return packet;
}

/** At slashes that stand between blanks, outside of quotes. */
function splitLayers(text: string): string[] {
  return text.match(/(?:"[^"]*"|[^"/]|\/(?! ))+/g)!.map((layer) => layer.trim());
}

const NOTHING: Uint8Array = new Uint8Array();

type Fields = Map<string, string>;

function wrap(layer: string, payload: Uint8Array, inner: string, outer: string | undefined): Uint8Array {
  if (layer.startsWith('"')) return joinBytes(Buffer.from(layer.slice(1, -1), 'latin1'), payload);
  const [name, ...words] = layer.split(/\s+/);
  const build = BUILDERS[name!];
  if (!build) throw new Error(`no such layer: ${layer}`);
  return build(words, payload, inner, outer);
}

function resize(layer: string, packet: Uint8Array): Uint8Array {
  const [name, size] = layer.split(/\s+/);
  if (name === 'cut') return packet.slice(0, Number(size));
  if (name === 'pad') return joinBytes(packet, new Uint8Array(Math.max(0, Number(size) - packet.length)));
  return packet;
}

type Builder = (words: string[], payload: Uint8Array, inner: string, outer: string | undefined) => Uint8Array;

const ETHER_TYPES: Record<string, number> = { ip: 0x0800, arp: 0x0806, vlan: 0x8100 };
const PROTOCOLS: Record<string, number> = { icmp: 1, tcp: 6, udp: 17, ip: 4 };
const TCP_FLAGS: Record<string, number> = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32 };

const BUILDERS: Record<string, Builder> = {
  ether: ([source, , destination, type], payload, inner) =>
    joinBytes(parseMac(destination!), parseMac(source!), number16(etherType(type, inner)), payload),
  vlan: ([id, type], payload, inner) =>
    joinBytes(number16(Number(id)), number16(etherType(type, inner)), payload),
  arp: ([operation, sha, spa, , tha, tpa], payload) =>
    joinBytes(
      parseHex('0001 0800 06 04'),
      number16(operation === 'request' ? 1 : operation === 'reply' ? 2 : Number(operation)),
      ...[parseMac(sha!), parseIp(spa!), parseMac(tha!), parseIp(tpa!), payload],
    ),
  ip: buildIp,
  udp: ([source, , destination, ...rest], payload, _inner, outer) => {
    const fields = pairs(rest);
    const length = value(fields, 'len', payload.length + 8);
    const header = joinBytes(number16(Number(source)), number16(Number(destination)), number16(length));
    return withChecksum(joinBytes(header, number16(0), payload), 6, fields, pseudo(outer, 17));
  },
  tcp: ([source, , destination, ...rest], payload, _inner, outer) => {
    const fields = pairs(rest);
    const flags = (fields.get('flags') ?? 'ack').split(',').reduce((sum, flag) => sum | TCP_FLAGS[flag]!, 0);
    const options = parseHex(fields.get('options') ?? '');
    const header = joinBytes(
      ...[number16(Number(source)), number16(Number(destination))],
      ...[number32(value(fields, 'seq', 0)), number32(value(fields, 'ackno', 0))],
      ...[number16(((20 + options.length) << 10) | flags), number16(value(fields, 'win', 1024))],
      ...[number32(0), options],
    );
    return withChecksum(joinBytes(header, payload), 16, fields, pseudo(outer, 6));
  },
  icmp: ([type, ...rest], payload) => {
    const fields = pairs(rest);
    const number = type === 'echo' ? 8 : type === 'reply' ? 0 : Number(type);
    const start = new Uint8Array([number, value(fields, 'code', 0), 0, 0]);
    const rest8 = joinBytes(number16(value(fields, 'id', 1)), number16(value(fields, 'seq', 1)));
    return withChecksum(joinBytes(start, rest8, payload), 2, fields);
  },
  hex: (words, payload) => joinBytes(parseHex(words.join('')), payload),
  zeros: ([count], payload) => joinBytes(new Uint8Array(Number(count)), payload),
  pad: (_words, payload) => payload,
  cut: (_words, payload) => payload,
};

function buildIp([source, , destination, ...rest]: string[], payload: Uint8Array, inner: string): Uint8Array {
  const fields = pairs(rest);
  const options = parseHex(fields.get('options') ?? '');
  const size = value(fields, 'hl', (20 + options.length) / 4);
  const header = joinBytes(
    ...[new Uint8Array([(value(fields, 'ver', 4) << 4) | size, value(fields, 'tos', 0)])],
    number16(value(fields, 'len', 20 + options.length + payload.length)),
    ...[number16(value(fields, 'id', 0)), number16(value(fields, 'frag', 0))],
    new Uint8Array([value(fields, 'ttl', 64), value(fields, 'proto', PROTOCOLS[inner] ?? 255), 0, 0]),
    ...[parseIp(source!), parseIp(destination!), options],
  );
  return joinBytes(withChecksum(header, 10, fields), payload);
}

function etherType(word: string | undefined, inner: string): number {
  return word ? Number.parseInt(word, 16) : (ETHER_TYPES[inner] ?? 0);
}

function pairs(words: string[]): Fields {
  const fields: Fields = new Map();
  for (let i = 0; i < words.length; i += 2) fields.set(words[i]!, words[i + 1]!);
  return fields;
}

function value(fields: Fields, name: string, otherwise: number): number {
  const text = fields.get(name);
  return text === undefined ? otherwise : Number(text);
}

/** Fills in the checksum at `offset`, or what `sum` says. */
function withChecksum(
  bytes: Uint8Array,
  offset: number,
  fields: Fields,
  before: Uint8Array = NOTHING,
): Uint8Array {
  const length = before.length ? number16(bytes.length) : new Uint8Array();
  const sum = value(fields, 'sum', internetChecksum(joinBytes(before, length, bytes)));
  bytes.set(number16(sum), offset);
  return bytes;
}

/** The IP layer's part of a transport checksum, but for the length. */
function pseudo(outer: string | undefined, protocol: number): Uint8Array {
  const [name, source, , destination] = outer?.split(/\s+/) ?? [];
  if (name !== 'ip') return new Uint8Array();
  return joinBytes(parseIp(source!), parseIp(destination!), number16(protocol));
}
