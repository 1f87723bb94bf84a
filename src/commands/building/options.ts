import type { Delivery } from '../../image/index.ts';
import type { Definitions } from '../definitions.ts';

export interface BuildOptions {
  output?: string;
  base?: string;
  delivery?: Delivery;
  define?: Definitions;
  sbom?: string;
  provenance?: string;
  cache?: string;
  dryRun?: true;
  timing?: true;
  json?: true;
}
