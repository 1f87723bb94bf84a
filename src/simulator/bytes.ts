/** A file or memory that is read from its start to its end. */
export interface ByteSource {
  /** What messages call it. */
  readonly name: string;
  /** Fills `into` from its start as far as it can; the number of bytes, 0 at the end. */
  read(into: Uint8Array): number;
}

/** Takes bytes in order. What `write` is given may change once it has returned. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
}

/** Bytes in memory as a source. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  let at = 0;
  return {
    name,
    read(into) {
      const piece = bytes.subarray(at, at + into.length);
      into.set(piece);
      at += piece.length;
      return piece.length;
    },
  };
}

/** Collects what is written. */
export function bytesSink(): ByteSink & { bytes(): Uint8Array } {
  const pieces: Uint8Array[] = [];
  return {
    write: (bytes) => void pieces.push(bytes.slice()),
    bytes: () => Buffer.concat(pieces),
  };
}
