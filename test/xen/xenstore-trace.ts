/**
 * Whether a line of oxenstored's access log names a path where a ClickOS keeps its configuration: `clickos` below a
 * domain's `data`, or `clickos` itself, relative or absolute.
 */
export function touchesConfiguration(line: string): boolean {
  return /(^|[\s/])clickos(\/|\s|$)/.test(line);
}
