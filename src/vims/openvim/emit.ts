import { VimError } from '../error.ts';
import {
  flavorDescriptor,
  imageDescriptor,
  serverDescriptor,
  tenantDescriptor,
  type Wanted,
} from './descriptors.ts';
import { UUID } from './rules.ts';

export interface DescriptorFile {
  file: string;
  /** Of OpenVIM's client, that takes it. */
  command: string;
  text: string;
}

/** Descriptors as OpenVIM's own client takes them, in the order in which it has to get them. Throws VimError. */
export async function descriptorFiles(wanted: Wanted): Promise<DescriptorFile[]> {
  const { stringify } = await import('yaml');
  const flavor = flavorDescriptor(wanted);
  const image = imageDescriptor(wanted);
  const descriptors: [kind: string, descriptor: object][] = [
    ...(UUID.test(wanted.tenant) ? [] : [['tenant', tenantDescriptor(wanted)] satisfies [string, object]]),
    ['flavor', flavor],
    ['image', image],
  ];
  if (wanted.server) {
    const networks = wanted.server.networks.map(({ network }) => network);
    const named = networks.find((network) => !UUID.test(network));
    if (named !== undefined) {
      const message = `a descriptor names networks by their ids, and ${named} is none`;
      throw new VimError('CF6513', message, '`openvim net-list` shows them');
    }
    const place = { imageRef: image.image.id, flavorRef: flavor.flavor.id, networks };
    descriptors.push(['server', serverDescriptor(wanted, place)]);
  }
  // Lines that are not folded, and the quotes that old readers of YAML understand.
  const options = { lineWidth: 0, version: '1.1' } as const;
  return descriptors.map(([kind, descriptor]) => ({
    file: `${kind}.yaml`,
    command: `${kind === 'server' ? 'vm' : kind}-create`,
    text: stringify(descriptor, options),
  }));
}
