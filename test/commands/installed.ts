import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the built command lies: another folder when what its processes run is counted. */
export const DIST = process.env.CLICKFORGE_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));
export const CLI = join(DIST, 'cli.js');
