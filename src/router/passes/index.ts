export type { Change, PassResult } from './change.ts';
export { compact } from './compact.ts';
export { minify } from './minify.ts';
export { removeDead } from './remove-dead.ts';
export { isSameRouter } from './same.ts';
