import { type BuildRecord, type Material, packageUrl, timestamp } from './material.ts';

/** How this kind of build works: what `externalParameters` mean. */
const BUILD_TYPE = 'pkg:npm/clickforge#build/v1';
const BUILDER = 'pkg:npm/clickforge';

/** How an image came to be, as an in-toto statement with a SLSA v1 predicate; not signed. */
export function provenance(record: BuildRecord) {
  const { image, sources, base, definitions, delivery, version, time } = record;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [resource(image)],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: { configuration: sources[0]!.name, base: base.name, delivery, definitions },
        internalParameters: { ...(record.planDigest === undefined ? {} : { plan: record.planDigest }) },
        resolvedDependencies: [
          ...sources.map(resource),
          resource(base),
          { name: 'clickforge', uri: packageUrl(version) },
        ],
      },
      runDetails: {
        builder: { id: BUILDER, version: { clickforge: version } },
        ...(time === undefined ? {} : { metadata: { finishedOn: timestamp(time) } }),
      },
    },
  };
}

function resource({ name, sha256 }: Material) {
  return { name, digest: { sha256 } };
}
