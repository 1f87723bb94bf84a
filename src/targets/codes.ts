/** Findings about the description of a domain: code, short name, one-line title. */
export const TARGET_CODES = {
  CF6001: ['bad-domain-name', 'A name that Xen, its tools or its folders cannot hold'],
  CF6002: ['bad-memory', 'A memory size that the image cannot start with'],
  CF6003: ['bad-vif', 'The description of a vif is malformed'],
  CF6004: ['too-few-vifs', 'The configuration uses a device for which there is no vif'],
  CF6005: ['spare-vif', 'A vif is given that the configuration does not use'],
  CF6006: ['bad-mac', 'A MAC address is not that of one station'],
  CF6007: ['duplicate-mac', 'Two vifs have the same MAC address'],
  CF6008: ['wrong-type', 'The image cannot be started as a domain of this type'],
  CF6009: ['spare-vcpu', 'A domain has more processors than a router uses'],
  CF6010: ['little-memory', 'Memory with which the image may not start'],
  CF6011: ['vnf-syntax', 'A vnf.yaml that is no YAML'],
  CF6012: ['vnf-content', 'Something in a vnf.yaml that its schema does not allow'],
} as const satisfies Record<string, readonly [name: string, title: string]>;

export type TargetCode = keyof typeof TARGET_CODES;
