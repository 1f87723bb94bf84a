import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { provenance } from '../../src/bundles/provenance.ts';
import { record } from './record.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('a statement about the image, with all that it was built from', () => {
  expect(provenance(record())).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'nat.elf', digest: { sha256: sha256('image') } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'pkg:npm/clickforge#build/v1',
        externalParameters: {
          configuration: 'nat.click',
          base: 'base.elf',
          delivery: 'note',
          definitions: { MAC: '1:2:3:4:5:6' },
        },
        internalParameters: { plan: 'ab'.repeat(32) },
        resolvedDependencies: [
          { name: 'nat.click', digest: { sha256: sha256('require(library lib.click);') } },
          { name: 'lib.click', digest: { sha256: sha256('// library') } },
          { name: 'base.elf', digest: { sha256: sha256('base') } },
          { name: 'clickforge', uri: 'pkg:npm/clickforge@0.1.0' },
        ],
      },
      runDetails: { builder: { id: 'pkg:npm/clickforge', version: { clickforge: '0.1.0' } } },
    },
  });
});

test('a time when there is one', () => {
  expect(provenance(record({ time: 0 })).predicate.runDetails).toMatchObject({
    metadata: { finishedOn: '1970-01-01T00:00:00Z' },
  });
});
