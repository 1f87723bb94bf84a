import { BundleError } from './codes.ts';
import { FILES, META } from './csar.ts';
import type { Kind } from './kinds.ts';
import { MANIFEST, SIGNATURE, sha256 } from './manifest.ts';
import { blobPath, REST } from './oci.ts';
import { CHECKSUMS } from './osm.ts';
import { unpackTar } from './tar.ts';
import { unpackGzip, unpackZip } from './zip.ts';

/** What a package holds, by the paths that its manifest has for it. */
export interface Opened {
  kind: Kind;
  files: Map<string, Uint8Array>;
}

/** Takes a package apart, in memory. Undefined: the file is no archive. Throws BundleError. */
export async function openPackage(bytes: Uint8Array): Promise<Opened | undefined> {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start.startsWith('PK')) return openCsar(await unpackZip(bytes));
  if (start.startsWith('\x1f\x8b')) {
    const files = withoutFolder(await unpackTar(await unpackGzip(bytes)));
    checkSums(files);
    return { kind: 'osm', files };
  }
  if (Buffer.from(bytes.subarray(257, 262)).toString('latin1') !== 'ustar') return undefined;
  const files = await unpackTar(bytes);
  return files.has('oci-layout') ? openOci(files) : { kind: 'tar', files: withoutFolder(files) };
}

/** All files of these kinds are in one folder. */
function withoutFolder(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const folders = new Set([...files.keys()].map((path) => path.substring(0, path.indexOf('/') + 1)));
  const [folder = ''] = folders;
  if (folders.size !== 1 || folder === '') throw damaged('its files are not in one folder');
  return new Map([...files].map(([path, bytes]) => [path.substring(folder.length), bytes]));
}

/** Checks the list that OSM goes by, and takes it away: it is not in our manifest. */
function checkSums(files: Map<string, Uint8Array>): void {
  const list = files.get(CHECKSUMS);
  if (!list) throw damaged(`${CHECKSUMS} is missing`);
  files.delete(CHECKSUMS);
  const listed = Buffer.from(list)
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[1] ?? '');
  const other =
    [...files.keys()].find((path) => !listed.includes(path)) ?? listed.find((path) => !files.has(path));
  if (other !== undefined) throw damaged(`${CHECKSUMS} and the files differ in ${other}`);
}

/** Checks the list that SOL004 wants, and takes it away. */
function openCsar(files: Map<string, Uint8Array>): Opened {
  const meta = Buffer.from(files.get(META) ?? '').toString('utf8');
  const name = /^ETSI-Entry-Manifest: (.*)$/m.exec(meta)?.[1] ?? '';
  const list = files.get(name);
  if (!list || name.startsWith(FILES)) throw damaged(`${META} names no manifest`);
  files.delete(name);
  const sources = Buffer.from(list)
    .toString('utf8')
    .matchAll(/^Source: (.*)\nAlgorithm: SHA-256\nHash: (.*)$/gm);
  const sums = new Map([...sources].map(([, path, sum]) => [path!, sum!]));
  const wrong = [...files].find(([path, bytes]) => sums.get(path) !== sha256(bytes));
  if (wrong) throw damaged(`${wrong[0]} is not what ${name} says`);
  const gone = [...sums.keys()].find((path) => !files.has(path));
  if (gone !== undefined) throw damaged(`${gone} is missing`);
  return { kind: 'csar', files };
}

/** What names a blob, as far as who made the image kept to the rules. */
type Descriptor = { digest?: unknown; mediaType?: unknown } | null | undefined;

async function openOci(files: ReadonlyMap<string, Uint8Array>): Promise<Opened> {
  const blob = (descriptor: Descriptor) => {
    const digest = typeof descriptor?.digest === 'string' ? descriptor.digest : 'of no digest';
    const bytes = files.get(blobPath(digest));
    if (!bytes) throw damaged(`blob ${digest} is missing`);
    if (`sha256:${sha256(bytes)}` !== digest) throw damaged(`blob ${digest} holds other bytes`);
    return bytes;
  };
  const index = parse<{ manifests: Descriptor[] }>(files.get('index.json'));
  const manifest = parse<{ config: Descriptor; layers: Descriptor[] }>(blob(only(index.manifests)));
  const config = parse<{ rootfs: { diff_ids: string[] } }>(blob(manifest.config));
  const layer = only(manifest.layers);
  // Who copies an image may compress its layers.
  const isPacked = typeof layer?.mediaType === 'string' && layer.mediaType.endsWith('+gzip');
  const tar = isPacked ? await unpackGzip(blob(layer)) : blob(layer);
  if (only(config.rootfs?.diff_ids) !== `sha256:${sha256(tar)}`) {
    throw damaged('its configuration speaks of another layer');
  }
  const inner = await unpackTar(tar);
  const named = [...inner].map(([path, bytes]): [string, Uint8Array] => [
    path === REST + MANIFEST || path === REST + SIGNATURE ? path.substring(REST.length) : path,
    bytes,
  ]);
  return { kind: 'oci', files: new Map(named) };
}

function only<Item>(items: Item[] | undefined): Item {
  if (Array.isArray(items) && items.length === 1) return items[0]!;
  throw damaged('it is not one image of one layer');
}

function parse<Content>(bytes: Uint8Array | undefined): Content {
  try {
    const content: unknown = JSON.parse(Buffer.from(bytes ?? '').toString('utf8'));
    if (typeof content === 'object' && content !== null) return content as Content;
  } catch {
    // Told below.
  }
  throw damaged('its index, manifest or configuration is no JSON');
}

function damaged(message: string): BundleError {
  return new BundleError('CF6602', message, 'fetch or make it again');
}
