import { inspect, needsOf, needsOfModule } from '../image/index.ts';
import { BundleError } from './codes.ts';

/** What stands for the version of a base image where that is a ClickOS, which tells none. */
const CLICKOS = 'clickos';

/** What an image is, together with its boot module where the configuration is in one. */
export interface Identity {
  /** Of the configuration, in hexadecimal. */
  configuration: string;
  /** Version of the base image. */
  base: string;
}

/** Throws BundleError CF6601 where there is no configuration, and ImageError. */
export function identityOf(image: Uint8Array, module: Uint8Array | undefined): Identity {
  const { delivery, base, plan, slot } = inspect(image);
  if (base && module) return { configuration: needsOfModule(module, image).digest, base: base.version };
  if (base && plan) return { configuration: plan.digest, base: base.version };
  if (slot && slot.used > 0) return { configuration: needsOf(image).digest, base: CLICKOS };
  const message =
    delivery === 'module' ? 'a boot module alone is nothing that boots' : 'the image holds no configuration';
  throw new BundleError('CF6601', message, '`clickforge build` makes images that do');
}
