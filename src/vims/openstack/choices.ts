export const STYLES = ['kernel', 'uki'] as const;
export type Style = (typeof STYLES)[number];
export const VISIBILITIES = ['private', 'shared', 'community', 'public'] as const;
export type Visibility = (typeof VISIBILITIES)[number];
