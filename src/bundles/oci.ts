import { contentsOf, imageName, moduleName, type Vnf } from './contents.ts';
import { type Entry, sha256 } from './manifest.ts';
import { sealed } from './package.ts';
import { packTar } from './tar.ts';

/** Where tools for unikernels look for the kernel. */
export const KERNEL = 'unikraft/bin/kernel';
const MODULE = 'unikraft/bin/initrd';
/** Where the rest of a package is in the layer. */
export const REST = 'clickforge/';

const MEDIA = 'application/vnd.oci.image';
export const MANIFEST_TYPE = `${MEDIA}.manifest.v1+json`;

/** What a registry stores: blobs by their digest, the last of which is the manifest. */
export interface OciImage {
  blobs: { digest: string; bytes: Uint8Array; mediaType: string }[];
  manifest: Uint8Array;
}

/** An image of one layer that holds the kernel. Throws BundleError. */
export async function ociImage(vnf: Vnf, key: Uint8Array | undefined): Promise<OciImage> {
  const known = new Map([
    [imageName(vnf), KERNEL],
    [moduleName(vnf), MODULE],
  ]);
  const contents = (await contentsOf(vnf)).map(({ path, bytes }) => ({
    path: known.get(path) ?? REST + path,
    bytes,
  }));
  const entries = sealed(vnf, contents, { image: KERNEL, module: MODULE }, key).map(({ path, bytes }) => ({
    path: path.includes('/') ? path : REST + path,
    bytes,
  }));
  const layer = blob(await packTar(entries), `${MEDIA}.layer.v1.tar`);
  const { name, commandLine } = vnf.domain;
  const config = blob(
    json({
      architecture: 'x86_64',
      os: 'xen',
      config: commandLine === undefined ? {} : { Cmd: [commandLine] },
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
    }),
    `${MEDIA}.config.v1+json`,
  );
  const kernel = {
    'org.unikraft.kernel.image': `/${KERNEL}`,
    'org.unikraft.kernel.version': vnf.base,
    ...(vnf.module ? { 'org.unikraft.kernel.initrd': `/${MODULE}` } : {}),
  };
  const manifest = json({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: descriptor(config),
    layers: [{ ...descriptor(layer), annotations: kernel }],
    annotations: {
      ...kernel,
      'org.unikraft.image.name': name,
      'org.unikraft.image.version': vnf.version,
      'org.unikraft.kernel.arch': 'x86_64',
      'org.unikraft.kernel.plat': 'xen',
      'org.opencontainers.image.title': name,
      'org.opencontainers.image.version': vnf.version,
      ...(commandLine === undefined ? {} : { 'clickforge.command-line': commandLine }),
      'clickforge.configuration': vnf.digest,
      'clickforge.memory': String(vnf.domain.memory),
    },
  });
  return { blobs: [layer, config], manifest };
}

/** The image layout as one file, as skopeo calls it: `oci-archive:FILE`; unpacked it is the folder of the layout. */
export async function ociArchive(vnf: Vnf, key: Uint8Array | undefined): Promise<Uint8Array> {
  const { blobs, manifest } = await ociImage(vnf, key);
  const about = {
    ...descriptor(blob(manifest, MANIFEST_TYPE)),
    platform: { architecture: 'x86_64', os: 'xen' },
    annotations: { 'org.opencontainers.image.ref.name': vnf.version },
  };
  const index = json({ schemaVersion: 2, mediaType: `${MEDIA}.index.v1+json`, manifests: [about] });
  const files: Entry[] = [...blobs, blob(manifest, MANIFEST_TYPE)].map(({ digest, bytes }) => ({
    path: blobPath(digest),
    bytes,
  }));
  return packTar([
    { path: 'oci-layout', bytes: json({ imageLayoutVersion: '1.0.0' }) },
    { path: 'index.json', bytes: index },
    ...files,
  ]);
}

export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function blob(bytes: Uint8Array, mediaType: string) {
  return { digest: `sha256:${sha256(bytes)}`, bytes, mediaType };
}

function descriptor({ digest, bytes, mediaType }: OciImage['blobs'][number]) {
  return { mediaType, digest, size: bytes.length };
}

function json(content: object): Uint8Array {
  return Buffer.from(JSON.stringify(content));
}
