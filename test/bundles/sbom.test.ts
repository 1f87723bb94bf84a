import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { material } from '../../src/bundles/material.ts';
import { sbom } from '../../src/bundles/sbom.ts';
import { record } from './record.ts';

const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

/** The fields that the JSON form of SPDX 2.3 knows, of those that are used here; it takes no others. */
const FIELDS = {
  document: 'SPDXID spdxVersion dataLicense name documentNamespace creationInfo packages files relationships',
  package: `SPDXID name versionInfo supplier downloadLocation filesAnalyzed licenseConcluded licenseDeclared
    copyrightText primaryPackagePurpose checksums externalRefs`,
  file: 'SPDXID fileName fileTypes checksums licenseConcluded copyrightText',
};

function expectFields(of: object, kind: keyof typeof FIELDS): void {
  expect(FIELDS[kind].split(/\s+/)).toEqual(expect.arrayContaining(Object.keys(of)));
}

/** What SPDX 2.3 asks of the fields that are used here (clauses 6 to 8 and 11 of the specification). */
function expectValid(document: ReturnType<typeof sbom>): void {
  expect(document).toMatchObject({
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: expect.stringMatching(/./s),
  });
  expectFields(document, 'document');
  for (const each of document.packages) expectFields(each, 'package');
  for (const each of document.files) {
    expectFields(each, 'file');
    expect(each.fileTypes).toEqual(['SOURCE']);
  }
  expect(new URL(document.documentNamespace).hash).toBe('');
  expect(document.documentNamespace).not.toMatch(/\s/);
  expect(document.creationInfo.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  for (const creator of document.creationInfo.creators) expect(creator).toMatch(/^Tool: \S+-\S+$/);
  const elements = [...document.packages, ...document.files];
  const ids = [document.SPDXID, ...elements.map(({ SPDXID }) => SPDXID)];
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
  for (const each of elements) {
    expect(each.licenseConcluded).toBe('NOASSERTION');
    expect(each.copyrightText).toBe('NOASSERTION');
    if (!('checksums' in each)) continue;
    const [sha1, sha256] = each.checksums;
    expect(sha1).toEqual({ algorithm: 'SHA1', checksumValue: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(sha256).toEqual({ algorithm: 'SHA256', checksumValue: expect.stringMatching(/^[0-9a-f]{64}$/) });
  }
  for (const each of document.packages) {
    expect(each).toMatchObject({ downloadLocation: 'NOASSERTION', filesAnalyzed: false });
    // The word that the prose of the specification has with a hyphen has an underscore in JSON.
    expect(['APPLICATION', 'OPERATING_SYSTEM']).toContain(each.primaryPackagePurpose);
  }
  for (const { fileName } of document.files) expect(fileName).toMatch(/^\.\/[^/]/s);
  for (const { spdxElementId, relationshipType, relatedSpdxElement } of document.relationships) {
    expect(ids).toContain(spdxElementId);
    expect(ids).toContain(relatedSpdxElement);
    expect(['DESCRIBES', 'GENERATED_FROM', 'CONTAINS', 'DEPENDS_ON', 'BUILD_TOOL_OF']).toContain(
      relationshipType,
    );
  }
  expect(
    document.relationships.filter(({ relationshipType }) => relationshipType === 'DESCRIBES'),
  ).toHaveLength(1);
}

describe('an SBOM', () => {
  test('names the image, every source, the base image and clickforge, each by its hashes', () => {
    const document = sbom(record());
    expectValid(document);
    expect(document.files.map(({ fileName, checksums }) => [fileName, checksums[1]!.checksumValue])).toEqual([
      ['./nat.click', hash('sha256', 'require(library lib.click);')],
      ['./lib.click', hash('sha256', '// library')],
    ]);
    expect(document.packages.map(({ name, versionInfo }) => [name, versionInfo])).toEqual([
      ['nat.elf', 'ab'.repeat(32)],
      ['base.elf', '0.1.0'],
      ['clickforge', '0.1.0'],
    ]);
    expect(document.packages[0]).toMatchObject({
      checksums: [
        { algorithm: 'SHA1', checksumValue: hash('sha1', 'image') },
        { algorithm: 'SHA256', checksumValue: hash('sha256', 'image') },
      ],
    });
    const relations = document.relationships.map((each) => Object.values(each).join(' '));
    expect(relations).toEqual([
      'SPDXRef-DOCUMENT DESCRIBES SPDXRef-Image',
      'SPDXRef-Image GENERATED_FROM SPDXRef-Source-1',
      'SPDXRef-Image GENERATED_FROM SPDXRef-Source-2',
      'SPDXRef-Image CONTAINS SPDXRef-BaseImage',
      'SPDXRef-clickforge BUILD_TOOL_OF SPDXRef-Image',
    ]);
  });

  test('a boot module depends on its base image and does not contain it', () => {
    expect(sbom(record({ delivery: 'module' })).relationships).toContainEqual({
      spdxElementId: 'SPDXRef-Image',
      relationshipType: 'DEPENDS_ON',
      relatedSpdxElement: 'SPDXRef-BaseImage',
    });
  });

  test('says a time only when there is one', () => {
    expect(sbom(record()).creationInfo.created).toBe('1970-01-01T00:00:00Z');
    expect(sbom(record({ time: 1767225600 })).creationInfo.created).toBe('2026-01-01T00:00:00Z');
  });

  test('has a namespace of its own for everything that differs', () => {
    const namespace = (changes: Parameters<typeof record>[0]) => sbom(record(changes)).documentNamespace;
    const all = [
      {},
      { time: 1 },
      { definitions: {} },
      { delivery: 'module' },
      { image: material('nat.elf', Buffer.from('other')) },
    ].map(namespace);
    expect(new Set(all).size).toBe(all.length);
    expect(namespace({})).toBe(all[0]);
  });

  test('is valid for any names', () => {
    const name = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.startsWith('/'));
    const bytes = fc.uint8Array();
    const materials = fc.tuple(name, bytes).map(([of, content]) => material(of, content));
    fc.assert(
      fc.property(materials, fc.array(materials, { minLength: 1 }), (image, sources) => {
        expectValid(sbom(record({ image, sources })));
      }),
      { numRuns: 50 },
    );
  });
});
