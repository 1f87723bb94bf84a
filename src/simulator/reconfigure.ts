import type { AbiClass } from '../../generated/abi.js';
import { simulatorAbi } from '../../generated/abi.js';
import { type ArgumentValues, checkElementArguments, resolveName } from '../catalog/index.ts';
import { type Diagnostic, shiftWord, splitArguments } from '../click-config-parser/index.ts';
import { type Plan, readPlan } from '../plan/index.ts';
import type { Router } from '../router/router.ts';
import { SimulatorError } from './error.ts';

/** New arguments of an element. */
export interface NewArguments {
  entry: AbiClass;
  values: ArgumentValues;
  /** Latin1 lines for the log. */
  remarks: string;
}

/** Reads texts for a router that runs; they are latin1. */
export interface Reader {
  /** New arguments of an element, by its index. Throws SimulatorError with all that is wrong, a line each. */
  configure(element: number, config: string): NewArguments;
  /** What AddressInfo says that a name means: 4 bytes, 8 with the mask, 6. */
  resolve(kind: NameKind, name: string): Uint8Array | undefined;
}

export const NAME_KINDS = ['ip', 'ip-prefix', 'ethernet'] as const;

type NameKind = (typeof NAME_KINDS)[number];

/** How findings are told. */
export type Wording = (finding: Diagnostic) => string;

/** For the router of a Plan, which is looked into when the first element gets new arguments. */
export class PlanReader implements Reader {
  readonly #plan: Uint8Array;
  readonly #wording: Wording;
  #made: Router | undefined;
  #names: ReturnType<typeof resolveName> | undefined;

  constructor(plan: Uint8Array, wording: Wording = wordingOf) {
    this.#plan = plan;
    this.#wording = wording;
  }

  configure(element: number, config: string): NewArguments {
    const router = this.#router;
    const elements = router.elements.with(element, { ...router.elements[element]!, config });
    const { diagnostics, values } = checkElementArguments({ ...router, elements }, element, 'simulator');
    const wrong = diagnostics.filter(({ severity }) => severity === 'error');
    if (wrong.length > 0) throw new SimulatorError('CF9009', wrong.map(this.#wording).join('\n'));
    const { name, className } = elements[element]!;
    if (!values[0]) throw new SimulatorError('CF9009', `arguments of ${className} that are not known here`);
    const entry = simulatorAbi.classes.find((each) => each.name === className)!;
    const lines = diagnostics.map((finding) => `  ${this.#wording(finding)}\n`);
    const remarks = lines.length > 0 ? `While configuring '${name} :: ${className}':\n${lines.join('')}` : '';
    return { entry, values: values[0], remarks };
  }

  resolve(kind: NameKind, name: string): Uint8Array | undefined {
    this.#names ??= resolveName(this.#router, 'simulator');
    return this.#names(kind, name);
  }

  get #router(): Router {
    this.#made ??= routerOf(readPlan(this.#plan, simulatorAbi));
    return this.#made;
  }
}

function wordingOf({ severity, message }: Diagnostic): string {
  return severity === 'warning' ? `warning: ${message}` : message;
}

/** The router that a Plan was made from, but for where its parts stood in a file. */
function routerOf({ elements, connections }: Plan): Router {
  const span = { file: '', start: 0, end: 0 };
  return {
    elements: elements.map((element) => ({ ...element, span })),
    connections: connections.map((connection) => ({ ...connection, span })),
    requirements: [],
    sources: new Map(),
  };
}

/**
 * A configuration string in which an argument, `NAME` or `POSITION NAME`, has another value, as Click's handlers for
 * single arguments leave it: where it stood without its name, else at the end.
 */
export function withArgument(config: string, argument: string, value: string): string {
  const [, digit, keyword] = /^(?:(\d) )?(.*)$/.exec(argument)!;
  const all = splitArguments(config).map(({ text }) => text);
  const kept = all.filter((text) => !isKeyword(text, keyword!));
  const place = digit === undefined ? -1 : Number(digit);
  const unnamed =
    kept.length === all.length && place >= 0 && place < kept.length && !hasKeyword(kept[place]!);
  return (unnamed ? kept.with(place, value) : [...kept, `${keyword} ${value}`]).join(', ');
}

function isKeyword(text: string, keyword: string): boolean {
  const [first, rest] = shiftWord(text);
  return first === keyword && rest !== '';
}

function hasKeyword(text: string): boolean {
  const [first, rest] = shiftWord(text);
  return rest !== '' && /^[A-Z][A-Z0-9_]*$/.test(first);
}
