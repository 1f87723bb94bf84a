import { BundleError } from './codes.ts';
import { identityOf } from './identity.ts';
import type { Kind } from './kinds.ts';
import { checkFiles, MANIFEST, readManifest, SIGNATURE } from './manifest.ts';
import { openPackage } from './open.ts';
import { checkSignature } from './signature.ts';

/** What was found to be right. */
export interface Verified {
  kind: Kind | 'image';
  /** Identity of the configuration. */
  configuration: string;
  /** Version of the base image. */
  base: string;
  /** Number of files that were held against the manifest. */
  files: number;
  signed: boolean;
  /** Whether the signature was held against a key. */
  signatureVerified: boolean;
}

/** Checks a package or an image, without writing anything. Throws BundleError and ImageError. */
export async function verify(bytes: Uint8Array, key: Uint8Array | undefined): Promise<Verified> {
  const opened = await openPackage(bytes);
  if (!opened) return verifyImage(bytes, key);
  const { kind, files } = opened;
  const content = files.get(MANIFEST);
  if (!content)
    throw new BundleError('CF6601', `there is no ${MANIFEST} in it`, '`clickforge bundle` makes packages');
  const signature = files.get(SIGNATURE);
  if (key) checkSignature(content, signature, key);
  const manifest = readManifest(content);
  checkFiles(manifest, files);
  const module = manifest.module === undefined ? undefined : files.get(manifest.module);
  const image = identityOf(files.get(manifest.image) ?? new Uint8Array(), module);
  const { configuration, base } = manifest;
  if (image.configuration !== configuration || image.base !== base) {
    throw new BundleError('CF6602', 'the manifest speaks of another image', 'make the package anew');
  }
  const signed = signature !== undefined;
  return {
    kind,
    configuration,
    base,
    files: manifest.files.length,
    signed,
    signatureVerified: key !== undefined,
  };
}

function verifyImage(bytes: Uint8Array, key: Uint8Array | undefined): Verified {
  const found = identityOf(bytes, undefined);
  if (key)
    throw new BundleError(
      'CF6603',
      'an image alone is not signed',
      '`clickforge bundle --sign` signs packages',
    );
  return { kind: 'image', ...found, files: 0, signed: false, signatureVerified: false };
}
