/** `1 element`, `2 elements`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1,234 bytes`. */
export function bytes(size: number): string {
  let rest = String(size);
  let grouped = '';
  for (; rest.length > 3; rest = rest.slice(0, -3)) grouped = `,${rest.slice(-3)}${grouped}`;
  return `${rest}${grouped} byte${size === 1 ? '' : 's'}`;
}

/** `1.5 s` of nanoseconds. */
export function seconds(nanoseconds: bigint): string {
  return `${Number((Number(nanoseconds) / 1e9).toFixed(9))} s`;
}

/** What came as UTF-8 from the command line, as the bytes that all text of configurations and findings is kept in. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The other way: a name out of a configuration, for the file system. */
export function asText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
