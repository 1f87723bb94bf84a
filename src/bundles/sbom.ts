import { type BuildRecord, digest, type Material, packageUrl, timestamp } from './material.ts';

const NO_ASSERTION = 'NOASSERTION';
const DOCUMENT = 'SPDXRef-DOCUMENT';
const IMAGE = 'SPDXRef-Image';
const BASE = 'SPDXRef-BaseImage';
const BUILDER = 'SPDXRef-clickforge';

/** What an image consists of and was made from, as an SPDX 2.3 document. */
export function sbom(record: BuildRecord) {
  const { image, sources } = record;
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name: image.name,
    documentNamespace: namespaceOf(record),
    creationInfo: {
      // A time is mandatory; who gives none gets one that means nothing.
      created: timestamp(record.time ?? 0),
      creators: [`Tool: clickforge-${record.version}`],
    },
    packages: packagesOf(record),
    files: sources.map((source, index) => ({
      SPDXID: sourceId(index),
      fileName: `./${source.name}`,
      fileTypes: ['SOURCE'],
      checksums: checksums(source),
      licenseConcluded: NO_ASSERTION,
      copyrightText: NO_ASSERTION,
    })),
    relationships: [
      relation(DOCUMENT, 'DESCRIBES', IMAGE),
      ...sources.map((_, index) => relation(IMAGE, 'GENERATED_FROM', sourceId(index))),
      // A boot module holds the configuration alone, and a base image runs from it.
      relation(IMAGE, record.delivery === 'module' ? 'DEPENDS_ON' : 'CONTAINS', BASE),
      relation(BUILDER, 'BUILD_TOOL_OF', IMAGE),
    ],
  };
}

/** Unlike that of any other document, and always the same for this one. */
function namespaceOf(record: BuildRecord): string {
  const name = encodeURIComponent(record.image.name);
  return `https://spdx.org/spdxdocs/${name}-${digest('sha256', JSON.stringify(record))}`;
}

function packagesOf({ image, planDigest, base, version }: BuildRecord) {
  return [
    {
      ...packageOf(IMAGE, image.name, planDigest),
      primaryPackagePurpose: 'OPERATING_SYSTEM',
      checksums: checksums(image),
    },
    {
      ...packageOf(BASE, base.name, base.version),
      primaryPackagePurpose: 'OPERATING_SYSTEM',
      checksums: checksums(base),
    },
    {
      ...packageOf(BUILDER, 'clickforge', version),
      primaryPackagePurpose: 'APPLICATION',
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: packageUrl(version),
        },
      ],
    },
  ];
}

function packageOf(id: string, name: string, version: string | undefined) {
  return {
    SPDXID: id,
    name,
    ...(version === undefined ? {} : { versionInfo: version }),
    supplier: NO_ASSERTION,
    downloadLocation: NO_ASSERTION,
    filesAnalyzed: false,
    licenseConcluded: NO_ASSERTION,
    licenseDeclared: NO_ASSERTION,
    copyrightText: NO_ASSERTION,
  };
}

function checksums({ sha1, sha256 }: Material) {
  return [
    { algorithm: 'SHA1', checksumValue: sha1 },
    { algorithm: 'SHA256', checksumValue: sha256 },
  ];
}

function relation(from: string, type: string, to: string) {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

function sourceId(index: number): string {
  return `SPDXRef-Source-${index + 1}`;
}
