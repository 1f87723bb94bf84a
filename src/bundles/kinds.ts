export const KINDS = ['tar', 'oci', 'csar', 'osm'] as const;
export type Kind = (typeof KINDS)[number];
