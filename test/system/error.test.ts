import { expect, test } from 'vitest';
import { errnoOf, reasonOf } from '../../src/system/error.ts';

test.each([
  [Object.assign(new Error('no such file'), { code: 'ENOENT' }), 'ENOENT', 'ENOENT'],
  [Object.assign(new Error('odd'), { code: 7 }), '', 'odd'],
  [new Error('plain'), '', 'plain'],
  ['text', '', 'text'],
  [undefined, '', 'undefined'],
])('%s has the errno %j and the reason %j', (error, errno, reason) => {
  expect([errnoOf(error), reasonOf(error)]).toEqual([errno, reason]);
});
