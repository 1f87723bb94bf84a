/** The name that Click gives to element number `index` of the file level when its text gives none. */
export function anonymousName(className: string, index: number): string {
  return `${className}@${index + 1}`;
}

/** That name, or the next number that is free, for an element added to a router. */
export function freeName(className: string, index: number, isTaken: (name: string) => boolean): string {
  for (; isTaken(anonymousName(className, index)); index++);
  return anonymousName(className, index);
}
