import type { Document, Node } from 'yaml';
import { type Mistake, validate } from '../../generated/validators/vnf.js';
import type { Diagnostic, Span } from '../click-config-parser/diagnostic.ts';
import { nearest } from '../nearest.ts';
import { readYaml } from '../yaml-text.ts';
import { finding } from './finding.ts';
import type { Vnf } from './vnf.ts';

/** Reads the latin1 text of a vnf.yaml; every mistake is told at its place in `file`. */
export async function readVnf(
  text: string,
  file: string,
): Promise<{ vnf: Vnf | undefined; diagnostics: Diagnostic[] }> {
  const yaml = await readYaml(text);
  if ('mistakes' in yaml) {
    const diagnostics = yaml.mistakes.map(({ message, hint, start, end }) => {
      return { ...finding('CF6011', message, hint), span: { file, start, end } };
    });
    return { vnf: undefined, diagnostics };
  }
  const { document, content } = yaml;
  if (validate(content)) return { vnf: withText(content as Vnf), diagnostics: [] };
  const mistakes = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'required');
  return { vnf: undefined, diagnostics: mistakes.map((mistake) => told(mistake, document, file)) };
}

/** Only a description may hold more than ASCII. */
function withText({ description, ...vnf }: Vnf): Vnf {
  if (description === undefined) return vnf;
  return { ...vnf, description: Buffer.from(description, 'latin1').toString('utf8') };
}

function told(mistake: Mistake, document: Document, file: string): Diagnostic {
  const path = mistake.instancePath.split('/').slice(1).map(decodePointer);
  const { additionalProperty } = mistake.params as { additionalProperty?: string };
  const [message, hint] = words(mistake, path);
  const keyPath = additionalProperty === undefined ? path : [...path, additionalProperty];
  return {
    ...finding('CF6012', message, hint),
    span: place(document, keyPath, file, additionalProperty !== undefined),
  };
}

function words({ keyword, params, parentSchema = {}, data }: Mistake, path: string[]): [string, string] {
  const name = path.length === 0 ? 'the file' : path.join('.');
  const description = String(parentSchema.description ?? 'the schema tells what there is');
  const value = shown(data);
  switch (keyword) {
    case 'additionalProperties': {
      const unknown = String(params.additionalProperty);
      const known = Object.keys((parentSchema.properties as object | undefined) ?? {});
      const near = nearest(unknown, known);
      return [
        `${path.length === 0 ? 'a vnf.yaml' : name} has no "${unknown}"`,
        near === undefined ? `it has ${known.join(', ')}` : `did you mean ${near}?`,
      ];
    }
    case 'anyOf':
      return [`${name} is connected to nothing`, 'name its bridge, as in bridge: xenbr0'];
    case 'enum':
      return [
        `${value} is no ${path.at(-1)}`,
        `it is one of ${(params.allowedValues as string[]).join(', ')}`,
      ];
    case 'type':
      return [`${name} has to be of the type ${String(params.type)}`, description];
    case 'minimum':
    case 'maximum':
      return [
        `${name} is ${value}, and has to be ${String(params.comparison)} ${String(params.limit)}`,
        description,
      ];
    case 'maxItems':
      return [`${name} has more than ${String(params.limit)} items`, description];
    default:
      return [`${value} is no ${path.at(-1)}`, description];
  }
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

function place(document: Document, path: string[], file: string, isKey: boolean): Span {
  const parent = path.slice(0, -1);
  const holder = document.getIn(parent, true) as Node | undefined;
  const last = path.at(-1);
  const items = holder && 'items' in holder ? (holder.items as { key?: Node; value?: Node }[]) : [];
  const pair = items.find((item) => (item.key as { value?: unknown } | undefined)?.value === last);
  const value = path.length === 0 ? document.contents : (document.getIn(path, true) as Node | undefined);
  const range = (isKey ? pair?.key : (value ?? pair?.key))?.range ?? [0, 1];
  return { file, start: range[0], end: Math.max(range[1], range[0] + 1) };
}

function decodePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
