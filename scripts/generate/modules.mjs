import { createHash } from 'node:crypto';
import { layout, STRUCTS } from './types.mjs';

/** What is told of a class, and not needed to read configurations. */
const TOLD = ['title', 'group', 'handlers', 'manual', 'variants'];

/**
 * `catalog.js`: each spec as JSON text, so that loading the module parses none of them; in two parts, of which most runs
 * parse the first alone.
 */
export function catalogModule(specs) {
  const part = (name, has) => {
    const entries = specs.map((spec) => {
      const own = Object.fromEntries(Object.entries(spec).filter(([key]) => has(key)));
      return `  ${spec.class}: ${quote(JSON.stringify(own))},\n`;
    });
    return `export const ${name} = {\n  __proto__: null,\n${entries.join('')}};\n`;
  };
  return part('specs', (key) => !TOLD.includes(key)) + part('told', (key) => TOLD.includes(key));
}

export const CATALOG_TYPES = `/** Class name to its spec as JSON text, without what \`told\` has; both without prototype. */
export const specs: Readonly<Record<string, string>>;
/** Class name to title, group, handlers, manual and variants as JSON text. */
export const told: Readonly<Record<string, string>>;
`;

/**
 * `abi.js`: the runtime's classes in their order, how their arguments lie, and the hash of all that and of `formats`. The
 * simulator's classes stand behind them, so that a Plan without any is the same for both.
 */
export function abiModule(runtime, simulator, planVersion, formats) {
  const classes = runtime.map(abiClass);
  const text = JSON.stringify({ planVersion, classes, STRUCTS, formats });
  const hash = createHash('sha256').update(text).digest().readBigUInt64LE(0);
  const module = `${LAZY_CLASS}
export const abi = {
  planVersion: ${planVersion},
  hash: 0x${hash.toString(16)}n,
  classes: [
${entries(classes)}  ],
};

export const simulatorAbi = {
  ...abi,
  classes: [
    ...abi.classes,
${entries(simulator.map(abiClass))}  ],
};
`;
  return { module, hash };
}

/** Most runs use a few classes: the fields of the others stay text. */
const LAZY_CLASS = `class LazyClass {
  #text;
  #fields;
  constructor(name, size, text) {
    this.name = name;
    this.size = size;
    this.#text = text;
  }
  get fields() {
    this.#fields ??= JSON.parse(this.#text);
    return this.#fields;
  }
}
`;

function entries(classes) {
  return classes
    .map(
      ({ name, size, fields }) =>
        `    new LazyClass('${name}', ${size}, ${quote(JSON.stringify(fields))}),\n`,
    )
    .join('');
}

function abiClass(spec) {
  const { fields, size } = layout(spec);
  return { name: spec.class, size, fields: fields.map(abiField) };
}

export const ABI_TYPES = `/** A field of an argument struct; \`argument\` is absent for has_<field> and unused ones. */
export interface AbiField {
  name: string;
  argument?: string;
  type: string;
  offset: number;
  size: number;
  /** Offsets of struct plan_bytes in the field. */
  bytes?: number[];
}

export interface AbiClass {
  name: string;
  /** sizeof(struct <Class>_args) */
  size: number;
  readonly fields: AbiField[];
}

export interface Abi {
  planVersion: number;
  /** \`element_abi\` of a base image made from the same specs. */
  hash: bigint;
  /** A class's index here is its number in a Plan. */
  classes: AbiClass[];
}

export const abi: Abi;

/** What the simulator runs: the classes of \`abi\`, then its own. */
export const simulatorAbi: Abi;
`;

function abiField({ name, argument, type, offset }) {
  const what = argument ? { argument: argument.name, type: argument.type } : { type: type.c };
  return { name, ...what, offset, size: type.size, ...(type.bytes ? { bytes: type.bytes } : {}) };
}

/** A JavaScript string literal in single quotes, where JSON text needs few escapes; in ASCII, which loads faster. */
function quote(text) {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const hex = (char) => char.charCodeAt(0).toString(16).padStart(4, '0');
  return `'${escaped.replace(/[^ -~]/g, (char) => `\\u${hex(char)}`)}'`;
}
