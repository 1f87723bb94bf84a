import { contentsOf, imageName, moduleName, type Vnf } from './contents.ts';
import type { Kind } from './kinds.ts';
import { type Entry, MANIFEST, type Manifest, manifestOf, SIGNATURE, writeManifest } from './manifest.ts';
import { signatureOf } from './signature.ts';
import { packTar } from './tar.ts';

/** Names of the files that packages are written to. */
export function fileNameOf(kind: Kind, name: string): string {
  return { tar: `${name}.tar`, oci: `${name}.oci.tar`, csar: `${name}.csar`, osm: `${name}_vnf.tar.gz` }[
    kind
  ];
}

/** The bytes of a package, always the same for the same VNF; `key`: to sign it with. Throws BundleError. */
export async function packageOf(vnf: Vnf, kind: Kind, key: Uint8Array | undefined): Promise<Uint8Array> {
  switch (kind) {
    case 'tar': {
      const entries = sealed(
        vnf,
        await contentsOf(vnf),
        { image: imageName(vnf), module: moduleName(vnf) },
        key,
      );
      return packTar(entries.map(({ path, bytes }) => ({ path: `${vnf.domain.name}/${path}`, bytes })));
    }
    case 'oci': {
      const { ociArchive } = await import('./oci.ts');
      return ociArchive(vnf, key);
    }
    case 'csar': {
      const { csar } = await import('./csar.ts');
      return csar(vnf, key);
    }
    case 'osm': {
      const { osmPackage } = await import('./osm.ts');
      return osmPackage(vnf, key);
    }
  }
}

/** Where among the entries of a package are what boots. */
export interface Places {
  image: string;
  module?: string;
}

/** The entries with their manifest and, where there is a key, its signature. */
export function sealed(
  vnf: Vnf,
  entries: readonly Entry[],
  { image, module }: Places,
  key: Uint8Array | undefined,
): Entry[] {
  const { version, base, digest: configuration } = vnf;
  const about: Omit<Manifest, 'format' | 'files'> = {
    name: vnf.domain.name,
    version,
    image,
    ...(vnf.module && module !== undefined ? { module } : {}),
    configuration,
    base,
  };
  const bytes = writeManifest(manifestOf(about, entries));
  const signature = key ? [{ path: SIGNATURE, bytes: signatureOf(bytes, key) }] : [];
  return [...entries, { path: MANIFEST, bytes }, ...signature];
}
