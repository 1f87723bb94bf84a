import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Image } from '../../../src/vims/openstack/glance.ts';
import { holds } from '../../../src/vims/openstack/store.ts';

const bytes = Buffer.from('image');
const sum = (name: string) => createHash(name).update(bytes).digest('hex');
const none = { size: null, checksum: null, os_hash_algo: null, os_hash_value: null };

test.each([
  ['by the best sum', { os_hash_algo: 'sha512', os_hash_value: sum('sha512') }, true],
  ['not by another', { os_hash_algo: 'sha512', os_hash_value: sum('sha256') }, false],
  [
    'by the old sum where the best is not known here',
    { os_hash_algo: 'sha9', os_hash_value: 'x', checksum: sum('md5') },
    true,
  ],
  ['not by another old sum', { checksum: 'x' }, false],
  ['without any sum', {}, false],
  ['of another size', { size: 3, checksum: sum('md5') }, false],
  ['of the same size', { size: bytes.length, checksum: sum('md5') }, true],
])('an image holds bytes %s: %o', (_, facts, expected) => {
  expect(holds({ ...none, ...facts } as unknown as Image, bytes)).toBe(expected);
});
