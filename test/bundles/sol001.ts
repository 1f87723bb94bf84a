import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Fields = Record<string, string>;

interface NodeType {
  properties: Fields;
  capabilities?: Fields;
  artifacts?: string;
  requires?: Fields;
}

interface Template {
  type: string;
  properties?: object;
  capabilities?: Record<string, { properties: object }>;
  artifacts?: Record<string, { type: string; file: string }>;
  requirements?: Fields[];
}

interface Descriptor {
  node_types: Record<string, { derived_from: string; requirements?: Record<string, object>[] }>;
  topology_template: {
    substitution_mappings: { node_type: string; properties: object; requirements?: Record<string, string[]> };
    node_templates: Record<string, Template>;
  };
}

const url = new URL('../fixtures/sol001-types.yaml', import.meta.url);
const { nodes, types } = parse(readFileSync(url, 'utf8')) as {
  nodes: Record<string, NodeType>;
  types: Record<string, Fields>;
};

/** What of a descriptor is not as SOL001 has it, each with its place. `files`: paths of the package it is in. */
export function mistakesIn(text: string, folder: string, files: readonly string[]): string[] {
  const { node_types: own, topology_template: topology } = parse(text) as Descriptor;
  const { substitution_mappings: mappings, node_templates: templates } = topology;
  const baseOf = (type: string) => own[type]?.derived_from ?? type;
  const bound = Object.values(mappings.requirements ?? {}).map((place) => place.join('.'));
  const offered = (own[mappings.node_type]?.requirements ?? []).flatMap((each) => Object.keys(each));
  const unknown = Object.keys(mappings.requirements ?? {}).filter((name) => !offered.includes(name));
  return [
    ...unknown.map((name) => `substitution_mappings: the node type has no requirement ${name}`),
    ...fields('substitution_mappings', mappings.properties, nodes[baseOf(mappings.node_type)]!.properties),
    ...Object.entries(templates).flatMap(([name, template]) => {
      const type = nodes[baseOf(template.type)];
      if (!type) return [`${name}: no type ${template.type}`];
      const given = Object.assign({}, ...(template.requirements ?? [])) as Fields;
      const targets = Object.entries(given).flatMap(([role, target]) => {
        const wanted = type.requires?.[role];
        return wanted && baseOf(templates[target]?.type ?? '') === wanted
          ? []
          : [`${name}: ${role} is ${target}`];
      });
      const free = Object.keys(type.requires ?? {}).filter(
        (role) => !(role in given) && !bound.includes(`${name}.${role}`),
      );
      const capabilities = Object.entries(type.capabilities ?? {}).flatMap(([role, kind]) =>
        fields(`${name}.${role}`, template.capabilities?.[role]?.properties ?? {}, types[kind]!),
      );
      const artifacts = Object.values(template.artifacts ?? {}).filter(
        ({ type: kind, file }) =>
          kind !== type.artifacts || !files.includes(new URL(file, `file:///${folder}`).pathname.slice(1)),
      );
      return [
        ...fields(name, template.properties ?? {}, type.properties),
        ...targets,
        ...free.map((role) => `${name}: nothing is its ${role}`),
        ...capabilities,
        ...artifacts.map(({ file }) => `${name}: artifact ${file}`),
      ];
    }),
  ];
}

function fields(place: string, given: object, wanted: Fields): string[] {
  const values = new Map<string, unknown>(Object.entries(given));
  const missing = Object.keys(wanted).filter((name) => wanted[name]!.endsWith('!') && !values.has(name));
  return [
    ...missing.map((name) => `${place}: no ${name}`),
    ...[...values].flatMap(([name, value]) =>
      wanted[name] === undefined
        ? [`${place}: ${name} is unknown`]
        : wrong(`${place}.${name}`, value, wanted[name]!.replace(/!$/, '')),
    ),
  ];
}

const SIMPLE: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  count: (value) => Number.isInteger(value) && (value as number) >= 0,
  size: (value) => /^\d+(\.\d+)? *([kKMGT]i?)?B$/.test(String(value)),
};

function wrong(place: string, value: unknown, type: string): string[] {
  const inner = type.slice(1, -1);
  if (type.startsWith('('))
    return Array.isArray(value) ? value.flatMap((each) => wrong(place, each, inner)) : [`${place}: no list`];
  if (type.startsWith('{')) return fields(place, Object(value), types[inner]!);
  const right = type.startsWith('[')
    ? inner.split(' ').includes(String(value))
    : type.startsWith('/')
      ? new RegExp(inner).test(String(value))
      : SIMPLE[type]!(value);
  return right ? [] : [`${place}: ${String(value)} is no ${type}`];
}
