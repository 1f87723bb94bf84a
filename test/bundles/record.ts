import { type BuildRecord, material } from '../../src/bundles/material.ts';

/** A build of a configuration with one library, to be changed by tests. */
export function record(changes: Partial<BuildRecord> = {}): BuildRecord {
  return {
    image: material('nat.elf', Buffer.from('image')),
    planDigest: 'ab'.repeat(32),
    delivery: 'note',
    sources: [
      material('nat.click', Buffer.from('require(library lib.click);')),
      material('lib.click', Buffer.from('// library')),
    ],
    base: { ...material('base.elf', Buffer.from('base')), version: '0.1.0' },
    definitions: { MAC: '1:2:3:4:5:6' },
    version: '0.1.0',
    ...changes,
  };
}
