import { Option } from 'commander';
import type { Delivery } from '../image/index.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import { Stop } from './outcome.ts';

export function deliveryOption(): Option {
  return new Option(
    '--delivery <way>',
    'how the image gets its configuration (default: as the base image wants it)',
  ).choices(['note', 'slot', 'module', 'xenstore']);
}

/** What a base image can be asked for that declares a way. */
const POSSIBLE: Readonly<Record<Delivery, readonly Delivery[]>> = {
  note: ['note', 'module'],
  slot: ['slot'],
  module: [],
  xenstore: [],
};

/** The way to take; stops where the base image does not know the one that is asked for, or nothing can be built into it. */
export function chooseDelivery(path: string, declared: Delivery, wanted: Delivery = declared): Delivery {
  if (POSSIBLE[declared].includes(wanted)) return wanted;
  const hint =
    declared === 'xenstore' || wanted === 'xenstore'
      ? '`clickforge inject` gives a running ClickOS its configuration'
      : '`clickforge inspect` tells how an image gets its configuration';
  const messages: Readonly<Record<Delivery, string>> = {
    note: `${path} takes its configuration by note or module, not by ${wanted}`,
    slot: `${path} takes its configuration by slot, not by ${wanted}`,
    module: `${path} is a configuration, and no base image`,
    xenstore: `${path} takes no configuration before it runs, and then through Xenstore`,
  };
  const message = messages[declared];
  throw new Stop(failure(EXIT.usage, { code: 'CF8008', message, hint }));
}
