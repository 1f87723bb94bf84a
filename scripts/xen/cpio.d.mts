export interface CpioEntry {
  readonly path: string;
  readonly mode: number;
  readonly data?: Buffer;
  readonly device?: readonly [number, number];
}

export const S_IFDIR: number;
export const S_IFCHR: number;
export const S_IFREG: number;
export const S_IFLNK: number;

export function writeCpio(entries: Iterable<CpioEntry>): Buffer;
