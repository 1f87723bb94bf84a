import type { Point } from './layout.ts';

/** Text of XML; control characters that XML cannot hold become a replacement character. */
export function xmlText(text: string): string {
  return text
    .replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Two decimals are enough for a drawing, and keep its bytes the same everywhere. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The attributes `x` and `y`, or `x1` and `y1` and so on with a suffix. */
export function point(suffix: string, { x, y }: Point): string {
  return `x${suffix}="${round(x)}" y${suffix}="${round(y)}"`;
}
