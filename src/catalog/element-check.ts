import type { Span } from '../click-config-parser/index.ts';
import { nearest } from '../nearest.ts';
import type { RouterElement } from '../router/router.ts';
import { LIST_PARSERS, PARSERS } from './arguments/registry.ts';
import { type Context, type Finding, Refusal, type Value } from './arguments/value.ts';
import { type Assigned, type Assignment, assign } from './assign.ts';
import { lookupAnywhere } from './catalog.ts';
import type { ArgumentValues, Surroundings } from './check-arguments.ts';
import type { ArgumentCode } from './codes.ts';
import { conflicts, labelOf } from './conflicts.ts';
import type { Findings } from './findings.ts';
import { Places } from './place.ts';
import { type ArgumentSpec, type ElementSpec, isRuntime } from './spec.ts';

/** Reads the arguments of one element, adding what is wrong with them to `findings`. */
export class ElementCheck {
  readonly #element: RouterElement;
  readonly #spec: ElementSpec;
  readonly #surroundings: Surroundings;
  readonly #findings: Findings;
  readonly #places: Places;
  readonly #values = new Map<string, Value>();
  #errors = 0;

  constructor(element: RouterElement, spec: ElementSpec, surroundings: Surroundings, findings: Findings) {
    this.#element = element;
    this.#spec = spec;
    this.#surroundings = surroundings;
    this.#findings = findings;
    this.#places = new Places(element, surroundings.router);
  }

  /** Undefined when an argument is wrong or its value is known at run time only. */
  run(): ArgumentValues | undefined {
    const assignment = assign(this.#places.texts, this.#spec, (argument, text) => this.#fits(argument, text));
    this.#reportUnbound(assignment);
    const values = this.#values;
    let known = true;
    for (const argument of this.#spec.arguments!) {
      const given = assignment.byName.get(argument.name);
      const text = given?.text ?? argument.default;
      if (!argument.rest && (text === undefined || text === argument.absent)) continue;
      const value = argument.rest
        ? this.#readRest(argument, assignment.rest)
        : this.#readOne(argument, given, String(argument.default));
      if (value === undefined) known = false;
      else values.set(argument.name, value);
    }
    this.#checkConflicts(assignment);
    return this.#errors === 0 && known ? values : undefined;
  }

  #reportUnbound({ missing, unknown, extra, deprecated }: Assignment): void {
    for (const argument of missing)
      this.#error('CF4002', `${this.#label(argument)} is missing`, this.#places.whole, describe(argument));
    for (const { index, keyword } of unknown) {
      const hint = this.#hintFor(keyword);
      const message = `${this.#spec.class} has no argument ${keyword}`;
      this.#error('CF4004', message, this.#places.of(index, 0, keyword.length), hint);
    }
    if (extra.length > 0) this.#reportExtra(extra[0]!);
    for (const { index, keyword, argument } of deprecated) {
      const message = `argument ${keyword} of ${this.#spec.class} is an old name`;
      this.#add(
        'warning',
        'CF4006',
        message,
        this.#places.of(index, 0, keyword.length),
        `write ${argument.name}`,
      );
    }
  }

  #reportExtra(index: number): void {
    const most = mostPositional(this.#spec);
    const count = most === 0 ? 'no argument' : `at most ${most} ${most === 1 ? 'argument' : 'arguments'}`;
    const early = index < most ? 'they stand before those with a keyword' : undefined;
    this.#error(
      'CF4003',
      `${this.#spec.class} takes ${count} without keyword`,
      this.#places.of(index),
      early,
    );
  }

  #readOne(argument: ArgumentSpec, given: Assigned | undefined, fallback: string): Value | undefined {
    const text = given?.text ?? fallback;
    const read = PARSERS[argument.type]?.(text, this.#context(argument));
    const value = read instanceof Refusal ? read : (this.#tooMuch(argument, read) ?? read);
    if (!(value instanceof Refusal)) return value;
    this.#refuse(argument, given, text, value);
    return undefined;
  }

  /** Of values that Click takes and our runtime does not. */
  #tooMuch({ type, runtime_max: max }: ArgumentSpec, value: Value | undefined): Refusal | undefined {
    if (max === undefined || !isRuntime(this.#surroundings.target)) return undefined;
    if (value instanceof Uint8Array)
      return value.length > max
        ? new Refusal(`must have at most ${max} bytes, not ${value.length}`, undefined, true)
        : undefined;
    const most = type === 'interval' ? `${max / 1e9} seconds` : max;
    return Number(value) > max ? new Refusal(`must be at most ${most}`) : undefined;
  }

  #readRest(argument: ArgumentSpec, rest: Assigned[]): Value | undefined {
    const texts = rest.map(({ text }) => text);
    return LIST_PARSERS[argument.type]?.(texts, this.#context(argument), (finding) =>
      this.#reportFinding(finding, rest[finding.index]),
    );
  }

  #reportFinding(finding: Finding, place: Assigned | undefined): void {
    const { severity, message, start, end } = finding;
    const hint = (place && variableHint(place.text)) ?? finding.hint;
    const span = place ? this.#places.of(place.index, start, end) : this.#places.whole;
    this.#add(severity, severity === 'error' ? 'CF4007' : 'CF4008', message, span, hint);
  }

  #checkConflicts(assignment: Assignment): void {
    for (const { given, message } of conflicts(this.#spec, assignment, this.#values, this.#surroundings))
      this.#error('CF4005', message, given ? this.#places.of(given.index) : this.#places.whole);
  }

  #refuse(argument: ArgumentSpec, given: Assigned | undefined, text: string, refusal: Refusal): void {
    const span = given
      ? this.#places.of(given.index, given.offset, given.offset + text.length)
      : this.#places.whole;
    const value = refusal.quotes ? '' : `, not '${shortened(text)}'`;
    this.#error(
      'CF4001',
      `${this.#label(argument)} ${refusal.problem}${value}`,
      span,
      variableHint(text) ?? refusal.hint,
    );
  }

  #fits(argument: ArgumentSpec, text: string): boolean {
    return !(PARSERS[argument.type]?.(text, this.#context(argument)) instanceof Refusal);
  }

  #context(argument: ArgumentSpec): Context {
    return { argument, element: this.#element, earlier: this.#values, ...this.#surroundings };
  }

  #label(argument: ArgumentSpec): string {
    return labelOf(argument, this.#spec);
  }

  #hintFor(keyword: string): string {
    const elsewhere = lookupAnywhere(this.#spec.class)?.arguments?.some(
      ({ name, own }) => own && name === keyword,
    );
    if (elsewhere) return `only clickforge's own ${this.#spec.class} has it`;
    const near = nearest(keyword, this.#keywords());
    return near ? `did you mean ${near}?` : 'a value of several words needs double quotes';
  }

  #keywords(): string[] {
    const named = this.#spec.arguments!.filter(({ name, rest }) => !rest && !name.endsWith('*'));
    return named.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  }

  #error(code: ArgumentCode, message: string, span: Span, hint?: string): void {
    this.#errors++;
    this.#add('error', code, message, span, hint);
  }

  #add(severity: 'error' | 'warning', code: ArgumentCode, message: string, span: Span, hint?: string): void {
    const finding = { code, severity, message, span, ...(hint === undefined ? {} : { hint }) };
    this.#findings.add(this.#element, finding);
  }
}

/** Of a text in which the name of a variable was left, since there is none of that name. */
function variableHint(text: string): string | undefined {
  const name = /\$\{?([A-Za-z0-9_]+)/.exec(text)?.[1];
  return name && `'$${name}' stands for nothing here; 'define($${name} VALUE)' would give it a value`;
}

/** Values longer than this are not shown whole. */
const MAX_SHOWN = 60;

function shortened(text: string): string {
  const [line] = text.split(/[\r\n]/, 1) as [string];
  return line === text && text.length <= MAX_SHOWN ? text : `${line.substring(0, MAX_SHOWN)}...`;
}

function mostPositional({ arguments: parameters = [], positional = [] }: ElementSpec): number {
  const byPosition = parameters.filter(({ position }) => position !== undefined).length;
  return Math.max(byPosition, ...positional.map((names) => names.length));
}

function describe({ type, help }: ArgumentSpec): string | undefined {
  return help === undefined ? undefined : `it is ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}: ${help}`;
}
