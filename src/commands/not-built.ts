/** Commands that the design names and that do not exist yet, with what they will do. */
export const NOT_BUILT: Readonly<Record<string, string>> = {};
