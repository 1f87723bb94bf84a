/** Findings about the command line itself: code, short name, one-line title. */
export const COMMAND_CODES = {
  CF8001: ['wrong-usage', 'The command line is not one that clickforge understands'],
  CF8003: ['base-image-missing', 'The base image that configurations are built into is not there'],
  CF8004: ['no-such-class', 'No element class has this name'],
  CF8005: ['internal-error', 'clickforge itself failed'],
  CF8006: ['class-not-there', 'An element class exists, but not where the configuration is to run'],
  CF8007: ['does-not-fit', 'A configuration is too large for a Plan'],
  CF8008: ['wrong-delivery', 'An image does not take its configuration in this way'],
  CF8009: ['minified', 'A configuration was minified, because it would not fit otherwise'],
  CF8041: ['wrong-source-date', 'SOURCE_DATE_EPOCH is no number of seconds'],
  CF8042: ['empty-folder', 'A folder that is to be built holds no configuration'],
} as const satisfies Record<string, readonly [name: string, title: string]>;
