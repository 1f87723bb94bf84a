/** Requests and what a real OpenVIM with unikernel support answered; ids and times are its own. */
export interface Exchange {
  what: string;
  path: string;
  body: object;
  status: number;
  /** Of the answer's fields, in order. */
  fields?: string[];
  /** Some of their values. */
  values?: object;
  description?: string | RegExp;
}

export const T = '67f871b4-e668-11f1-852a-02fc00000001';
const F = '6817260e-e668-11f1-8f35-02fc00000001';
const I = '68230d3e-e668-11f1-8f35-02fc00000001';
export const N = '6849796a-e668-11f1-852a-02fc00000001';
const PING = '/opt/VNF/images/clickos_ping';
const xen = { hypervisor: 'xen-unik', osImageType: 'clickos' };
const vif = { name: 'vif0', uuid: N, mac_address: '00:15:17:15:5d:74' };
const server = { name: 'x', imageRef: I, flavorRef: F, ...xen };
const IMAGE = [
  'name',
  'checksum',
  'description',
  'progress',
  'status',
  'path',
  'id',
  'created',
  'updated',
  'public',
  'links',
];
const SERVER = [
  'name',
  'description',
  'progress',
  'status',
  'hypervisor',
  'tenant_id',
  'ram',
  'vcpus',
  'networks',
  'flavor',
  'image',
  'id',
  'hostId',
  'osImageType',
  'created',
];

/** In an order in which they can be asked of an OpenVIM that has nothing but the tenant T and the network N. */
export const EXCHANGES: Exchange[] = [
  {
    what: 'a tenant',
    path: '/tenants',
    body: { tenant: { name: 'nec-lab2', description: 'nec-lab tenant' } },
    status: 200,
    fields: ['name', 'description', 'enabled', 'id'],
  },
  {
    what: 'a tenant without a description',
    path: '/tenants',
    body: { tenant: { name: 'not-admin' } },
    status: 400,
    description: "'IntegrityError' object is not subscriptable",
  },
  {
    what: 'a flavor',
    path: `/${T}/flavors`,
    body: { flavor: { id: F, name: 'CloudVM_1C_8M', description: 'clickos cloud image', ram: 8, vcpus: 1 } },
    status: 200,
    fields: ['name', 'description', 'ram', 'vcpus', 'extended', 'disk', 'public', 'id', 'links'],
    values: { ram: 8, vcpus: 1, extended: null, disk: null, public: 'no' },
  },
  {
    what: 'an image',
    path: `/${T}/images`,
    body: { image: { id: I, name: 'clickos-ping', path: PING, metadata: { use_incremental: 'no' } } },
    status: 200,
    fields: IMAGE,
    values: { progress: 100, status: 'ACTIVE', path: PING },
  },
  {
    what: 'an image that is nowhere, by a path that nobody looks at',
    path: `/${T}/images`,
    body: { image: { name: 'missing', path: '/nonexistent/clickos' } },
    status: 200,
    values: { description: null, checksum: '5d6bdb74ef584ff8dea146313cb3fd54' },
  },
  {
    what: 'an image at a URL',
    path: `/${T}/images`,
    body: { image: { name: 'url', path: 'http://127.0.0.1/clickos' } },
    status: 200,
    values: { checksum: '3c740de3a7664cd5ba4e41b690d32537' },
  },
  {
    what: 'an image with fields that nobody knows',
    path: `/${T}/images`,
    body: { image: { name: 'xtra', path: '/srv/a1', foo: 1, checksum: 'x' } },
    status: 200,
    fields: IMAGE,
  },
  {
    what: 'an image at a relative path',
    path: `/${T}/images`,
    body: { image: { name: 'bad path', path: 'relative/clickos_ping' } },
    status: 400,
    description: /^Invalid content {2}at 'image:path': 'relative\/clickos_ping' /,
  },
  {
    what: 'an image at a path that is taken',
    path: `/${T}/images`,
    body: { image: { name: 'dup', path: PING } },
    status: 409,
    description: `Value '${PING}' already in use for 'path'`,
  },
  {
    what: 'an image with an id that is taken',
    path: `/${T}/images`,
    body: { image: { id: I, name: 'sameid', path: '/srv/a9' } },
    status: 409,
    description: `Value '${I}' already in use for 'PRIMARY'`,
  },
  {
    what: 'a server',
    path: `/${T}/servers`,
    body: { server: { ...server, name: 'vm', description: 'ping', start: 'yes', networks: [vif] } },
    status: 200,
    fields: SERVER,
    values: { progress: 0, status: 'CREATING', ram: 8, vcpus: 1, ...xen },
  },
  {
    what: 'a server that is not to start',
    path: `/${T}/servers`,
    body: { server: { ...server, name: 'ok2', start: 'no', networks: [{ name: 'v0', uuid: N }] } },
    status: 200,
    values: { status: 'INACTIVE' },
  },
  {
    what: 'a server of another hypervisor',
    path: `/${T}/servers`,
    body: { server: { ...server, hypervisor: 'xen' } },
    status: 400,
    description: /^Invalid content {2}at 'server:hypervisor': 'xen' /,
  },
  {
    what: 'a server without networks',
    path: `/${T}/servers`,
    body: { server },
    status: 500,
    description: 'Internal Server Error',
  },
  {
    what: 'a server without tags',
    path: `/${T}/servers`,
    body: { server: { name: 'kvm', imageRef: I, flavorRef: F, networks: [{ uuid: N }] } },
    status: 400,
    description:
      'No room at data center. Cannot find a host with kvm hypervisor or it does not have enough resources available',
  },
  {
    what: 'a server with the address of a group',
    path: `/${T}/servers`,
    body: { server: { ...server, networks: [{ ...vif, mac_address: '01:16:3e:00:00:02' }] } },
    status: 400,
    description: /^Invalid content {2}at 'server:networks:0:mac_address': '01:16:3e:00:00:02' /,
  },
  {
    what: 'a server with an address that is taken',
    path: `/${T}/servers`,
    body: { server: { ...server, networks: [vif] } },
    status: 409,
    description: "Value '00:15:17:15:5d:74' already in use for 'mac'",
  },
  {
    what: 'a server of an image that is not there',
    path: `/${T}/servers`,
    body: {
      server: { ...server, imageRef: '11111111-1111-1111-1111-111111111111', networks: [{ uuid: N }] },
    },
    status: 404,
    description: 'image_id 11111111-1111-1111-1111-111111111111 not found or not ACTIVE',
  },
];
