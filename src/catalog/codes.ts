/** Diagnostics about the arguments of elements: code, short name, one-line title. Codes never change their meaning. */
export const ARGUMENT_CODES = {
  CF4001: ['bad-argument', 'An argument is not what its element class expects'],
  CF4002: ['missing-argument', 'An argument that must be given is missing'],
  CF4003: ['too-many-arguments', 'An element has more arguments than its class takes'],
  CF4004: ['unknown-keyword', 'No argument of the element class has this keyword'],
  CF4005: ['argument-conflict', 'Two arguments, or an argument and the connections, contradict each other'],
  CF4006: ['deprecated-argument', 'An argument is given by a name that will go away'],
  CF4007: ['bad-pattern', 'A pattern, rule or table entry is wrong'],
  CF4008: ['doubtful-pattern', 'A pattern or rule hardly does what it was written for'],
  CF4009: ['cannot-start', 'An element could not start where it stands in the router'],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type ArgumentCode = keyof typeof ARGUMENT_CODES;
