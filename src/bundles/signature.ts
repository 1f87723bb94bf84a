import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { BundleError } from './codes.ts';

/** The 64 bytes of an Ed25519 signature; `key` is a private key as openssl writes it (PEM). Throws BundleError. */
export function signatureOf(content: Uint8Array, key: Uint8Array): Uint8Array {
  return sign(
    null,
    content,
    keyOf(() => createPrivateKey(Buffer.from(key)), 'private'),
  );
}

/** Throws BundleError when the signature is missing or another's. */
export function checkSignature(
  content: Uint8Array,
  signature: Uint8Array | undefined,
  key: Uint8Array,
): void {
  const publicKey = keyOf(() => createPublicKey(Buffer.from(key)), 'public');
  const hint = 'it was made by somebody else, or changed since';
  if (!signature)
    throw new BundleError('CF6603', 'the package is not signed', '`clickforge bundle --sign` signs');
  if (!verify(null, content, publicKey, signature)) {
    throw new BundleError('CF6603', 'the signature is not of this key over this manifest', hint);
  }
}

function keyOf(read: () => KeyObject, kind: 'private' | 'public'): KeyObject {
  const hint =
    kind === 'private'
      ? 'openssl genpkey -algorithm ed25519 -out key.pem makes one'
      : 'openssl pkey -in key.pem -pubout -out public.pem makes it of the private one';
  try {
    const key = read();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, without what the file holds.
  }
  throw new BundleError('CF6604', `the file is no ${kind} Ed25519 key in PEM`, hint);
}
