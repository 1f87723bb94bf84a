import { contentsOf, imageName, VNF_MANAGER, type Vnf } from './contents.ts';
import { type Entry, sha256 } from './manifest.ts';
import { sealed } from './package.ts';
import { packZip } from './zip.ts';

/** Folder of what clickforge itself knows of. */
export const FILES = 'Files/';
export const META = 'TOSCA-Metadata/TOSCA.meta';
/** A mandatory file of SOL004. */
const CHANGE_LOG = 'ChangeLog.txt';
const PROVIDER = 'clickforge';
/** So that the same VNF gives the same package; the manifest of SOL004 must tell a time. */
const NO_TIME = '1970-01-01T00:00:00Z';

/** A VNF package by ETSI SOL004 with a descriptor by SOL001. Throws BundleError. */
export async function csar(vnf: Vnf, key: Uint8Array | undefined): Promise<Uint8Array> {
  const { name } = vnf.domain;
  const image = `${FILES}${imageName(vnf)}`;
  const definition = `Definitions/${name}.yaml`;
  const contents = (await contentsOf(vnf)).map(({ path, bytes }) => ({ path: FILES + path, bytes }));
  const described: Entry[] = [
    { path: META, bytes: Buffer.from(toscaMeta(name, definition)) },
    { path: definition, bytes: Buffer.from(await descriptor(vnf, image)) },
    { path: CHANGE_LOG, bytes: Buffer.from(changeLog(vnf)) },
    ...contents,
  ];
  // SOL004 wants a list of its own, and that has our manifest in it.
  const entries = sealed(vnf, described, { image }, key);
  return packZip([...entries, { path: `${name}.mf`, bytes: Buffer.from(manifest(vnf, entries)) }]);
}

function toscaMeta(name: string, definition: string): string {
  return [
    'TOSCA-Meta-File-Version: 1.1',
    'CSAR-Version: 1.1',
    `Created-By: ${PROVIDER}`,
    `Entry-Definitions: ${definition}`,
    `ETSI-Entry-Manifest: ${name}.mf`,
    `ETSI-Entry-Change-Log: ${CHANGE_LOG}`,
    '',
  ].join('\n');
}

/** A package is made anew each time: what it was before is not known. */
function changeLog({ domain, version, digest, base }: Vnf): string {
  return `${domain.name} of configuration ${digest}\n  made by clickforge ${version} with base image ${base}\n`;
}

function manifest({ domain, version }: Vnf, entries: readonly Entry[]): string {
  const head = [
    'metadata:',
    `  vnf_product_name: ${domain.name}`,
    `  vnf_provider_id: ${PROVIDER}`,
    `  vnf_package_version: ${version}`,
    `  vnf_release_date_time: ${NO_TIME}`,
  ];
  const sources = entries.map(
    ({ path, bytes }) => `Source: ${path}\nAlgorithm: SHA-256\nHash: ${sha256(bytes)}\n`,
  );
  return `${head.join('\n')}\n\n${sources.join('\n')}`;
}

/** The node templates by which an orchestrator knows the VNF: one unit of deployment, a connection point a vif. */
async function descriptor(vnf: Vnf, image: string): Promise<string> {
  const { stringify } = await import('yaml');
  const { domain, version, digest } = vnf;
  const type = `${PROVIDER}.nodes.${domain.name}`;
  const about = {
    descriptor_id: domain.uuid,
    descriptor_version: version,
    provider: PROVIDER,
    product_name: domain.name,
    software_version: digest,
    vnfm_info: [VNF_MANAGER],
    flavour_id: 'default',
    flavour_description: 'one micro-VNF',
  };
  // Each vif is a requirement of the whole VNF: whoever starts it says what network that is.
  const outside = domain.vifs.map((_, order) => `virtual_link_${order}`);
  return stringify(
    {
      tosca_definitions_version: 'tosca_simple_yaml_1_3',
      imports: ['etsi_nfv_sol001_vnfd_4_2_1_types.yaml'],
      node_types: {
        [type]: {
          derived_from: 'tosca.nodes.nfv.VNF',
          requirements: outside.map((link) => ({ [link]: LINK })),
        },
      },
      topology_template: {
        substitution_mappings: {
          node_type: type,
          properties: about,
          requirements: Object.fromEntries(
            outside.map((link, order) => [link, [`CP${order}`, 'virtual_link']]),
          ),
        },
        node_templates: { VNF: { type, properties: about }, VDU: unit(vnf, image), ...connectionPoints(vnf) },
      },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

const LINK = {
  capability: 'tosca.capabilities.nfv.VirtualLinkable',
  relationship: 'tosca.relationships.nfv.VirtualLinksTo',
  occurrences: [1, 1],
};

function unit({ domain, image: bytes, version }: Vnf, image: string): object {
  return {
    type: 'tosca.nodes.nfv.Vdu.Compute',
    properties: {
      name: domain.name,
      description: 'a Click router in a Xen unikernel',
      vdu_profile: { min_number_of_instances: 1, max_number_of_instances: 1 },
      sw_image_data: {
        name: domain.name,
        version,
        checksum: { algorithm: 'sha-256', hash: sha256(bytes) },
        container_format: 'aki',
        disk_format: 'aki',
        min_disk: '0 B',
        min_ram: `${domain.memory} MiB`,
        size: `${bytes.length} B`,
        operating_system: 'unikernel',
        supported_virtualisation_environments: ['xen'],
      },
    },
    capabilities: {
      virtual_compute: {
        properties: {
          virtual_memory: { virtual_mem_size: `${domain.memory} MiB` },
          virtual_cpu: { cpu_architecture: 'x86_64', num_virtual_cpu: domain.vcpus },
        },
      },
    },
    artifacts: { sw_image: { type: 'tosca.artifacts.nfv.SwImage', file: `../${image}` } },
  };
}

function connectionPoints({ domain }: Vnf): object {
  return Object.fromEntries(
    domain.vifs.map((_, order) => [
      `CP${order}`,
      {
        type: 'tosca.nodes.nfv.VduCp',
        properties: { layer_protocols: ['ethernet'], role: 'leaf', order, vnic_type: 'normal' },
        requirements: [{ virtual_binding: 'VDU' }],
      },
    ]),
  );
}
