/** What passes have to say: code, short name, one-line title. Remarks, no errors. */
export const PASS_CODES = {
  CF3101: ['removed-element', 'An element does no work and is taken out'],
  CF3102: ['changed-element', 'An element changes because one beside it is taken out'],
} as const satisfies Record<string, readonly [name: string, title: string]>;
