import { createHash } from 'node:crypto';
import { BundleError } from './codes.ts';
import { contentsOf, imageName, VNF_MANAGER, type Vnf } from './contents.ts';
import { sealed } from './package.ts';
import { packTar } from './tar.ts';
import { packGzip } from './zip.ts';

/** Where our own files are beside the descriptor. */
export const EXTRA = 'clickforge/';
export const CHECKSUMS = 'checksums.txt';
const MEBIBYTES_PER_GIBIBYTE = 1024;

/** A VNF package as OSM takes it, with a descriptor by ETSI SOL006. Throws BundleError. */
export async function osmPackage(vnf: Vnf, key: Uint8Array | undefined): Promise<Uint8Array> {
  const { stringify } = await import('yaml');
  const { name, vifs } = vnf.domain;
  if (vifs.length === 0) {
    const message = 'a descriptor by SOL006 has a connection point at least, and this VNF no device';
    throw new BundleError('CF6605', message, 'take another kind of package');
  }
  const image = `images/${imageName(vnf)}`;
  const contents = (await contentsOf(vnf)).map(({ path, bytes }) => ({
    path: path === imageName(vnf) ? image : EXTRA + path,
    bytes,
  }));
  const descriptor = Buffer.from(stringify({ vnfd: vnfd(vnf) }, { lineWidth: 0 }));
  const entries = sealed(
    vnf,
    [{ path: `${name}_vnfd.yaml`, bytes: descriptor }, ...contents],
    { image },
    key,
  );
  const sums = entries.map(
    ({ path, bytes }) => `${createHash('md5').update(bytes).digest('hex')}\t${path}\n`,
  );
  const all = [...entries, { path: CHECKSUMS, bytes: Buffer.from(sums.join('')) }];
  return packGzip(await packTar(all.map(({ path, bytes }) => ({ path: `${name}_vnf/${path}`, bytes }))));
}

function vnfd({ domain, version }: Vnf): object {
  const { name, memory, vcpus, vifs } = domain;
  const unit = `${name}-vdu`;
  const inner = (device: number) => `vif${device}-int`;
  const outer = (device: number) => `vif${device}-ext`;
  return {
    id: name,
    'product-name': name,
    description: 'a Click router in a Xen unikernel',
    provider: 'clickforge',
    version,
    'vnfm-info': [VNF_MANAGER],
    ...(vifs.length > 0 ? { 'mgmt-cp': outer(0) } : {}),
    'virtual-compute-desc': [
      {
        id: `${name}-compute`,
        'virtual-cpu': { 'num-virtual-cpu': vcpus },
        // In GiB, whatever the size.
        'virtual-memory': { size: memory / MEBIBYTES_PER_GIBIBYTE },
      },
    ],
    'virtual-storage-desc': [{ id: `${name}-storage`, 'size-of-storage': 0 }],
    'sw-image-desc': [
      { id: name, name, image: name, version, 'container-format': 'aki', 'disk-format': 'aki' },
    ],
    vdu: [
      {
        id: unit,
        name: unit,
        'sw-image-desc': name,
        'virtual-compute-desc': `${name}-compute`,
        'virtual-storage-desc': [`${name}-storage`],
        'int-cpd': vifs.map((_, device) => ({
          id: inner(device),
          'virtual-network-interface-requirement': [
            { name: `vif${device}`, position: device, 'virtual-interface': { type: 'PARAVIRT' } },
          ],
        })),
      },
    ],
    'ext-cpd': vifs.map((_, device) => ({
      id: outer(device),
      'int-cpd': { 'vdu-id': unit, cpd: inner(device) },
    })),
    df: [
      {
        id: 'default-df',
        'instantiation-level': [
          { id: 'default', 'vdu-level': [{ 'vdu-id': unit, 'number-of-instances': 1 }] },
        ],
        'vdu-profile': [{ id: unit, 'min-number-of-instances': 1, 'max-number-of-instances': 1 }],
      },
    ],
  };
}
