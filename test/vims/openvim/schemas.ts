// What OpenVIM with unikernel support holds requests to, in the words of JSON Schema.

const id = { type: 'string', pattern: '^[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$' };
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength, pattern: '^[^,;()\'"]+$' });
const name = text(255);
const description = { type: ['string', 'null'], maxLength: 255, pattern: '^[^\'"]+$' };
const answer = { type: 'string', enum: ['yes', 'no'] };
const whole = { type: 'integer', minimum: 0 };
const local = { type: 'string', maxLength: 255, pattern: '^(\\.){0,2}(/[^/"\':{}\\(\\)]+)+$' };
const remote = { type: 'string', pattern: '^https?://[^\'"=]+$' };
const mac = { type: 'string', pattern: '^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$' };
const network = {
  type: 'object',
  properties: {
    name,
    bandwidth: { type: 'string', pattern: '^[0-9]+ *([MG]bps)?$' },
    vpci: { type: 'string', pattern: '^[0-9a-fA-F]{4}(:[0-9a-fA-F]{2}){2}\\.[0-9a-fA-F]$' },
    uuid: id,
    mac_address: mac,
    model: { type: 'string', enum: ['virtio', 'e1000', 'ne2k_pci', 'pcnet', 'rtl8139'] },
    type: { type: 'string', enum: ['virtual', 'PF', 'VF', 'VFnotShared'] },
  },
  additionalProperties: false,
  required: ['uuid'],
};

const metadata = {
  type: 'object',
  properties: {
    architecture: { type: 'string' },
    use_incremental: answer,
    os_distro: { type: 'string' },
    os_type: { type: 'string' },
    os_version: { type: 'string' },
    bus: { type: 'string' },
  },
};

const kinds = {
  tenant: {
    properties: { id, name: text(64), description, enabled: { type: 'boolean' } },
    required: ['name'],
  },
  flavor: {
    properties: {
      id,
      name,
      description,
      ram: whole,
      vcpus: whole,
      extended: { type: 'object' },
      public: answer,
    },
    required: ['name'],
  },
  image: {
    properties: { id, path: { oneOf: [local, remote] }, description, name, metadata, public: answer },
    required: ['name', 'path'],
  },
  server: {
    properties: {
      id,
      name,
      description,
      start: { type: 'string', enum: ['yes', 'no', 'paused'] },
      hypervisor: { type: 'string', enum: ['kvm', 'xen-unik', 'xenhvm'] },
      osImageType: { type: 'string', enum: ['clickos', 'other'] },
      hostId: id,
      flavorRef: id,
      imageRef: id,
      extended: { type: 'object' },
      networks: { type: 'array', items: network },
    },
    required: ['name', 'flavorRef', 'imageRef'],
  },
};

export type Kind = keyof typeof kinds;
export const KINDS = Object.keys(kinds) as Kind[];

/** Names of the fields that are kept; others are dropped without a word. */
export function fieldsOf(kind: Kind): string[] {
  return Object.keys(kinds[kind].properties);
}

/** The schema of a request that makes one. */
export function schemaOf(kind: Kind): object {
  const inner = { type: 'object', ...kinds[kind] };
  return { type: 'object', properties: { [kind]: inner }, required: [kind], additionalProperties: false };
}
