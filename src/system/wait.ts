/** Holds this thread for a moment; for descriptors that another program left non-blocking. */
export function waitBriefly(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}
