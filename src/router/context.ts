import type { Code, Diagnostic, Note, ParseOptions, Span } from '../click-config-parser/index.ts';
import { nearest } from '../nearest.ts';
import { ClassTable } from './classes.ts';
import { Budget, MAX_EXPANSION } from './limits.ts';
import { Scope } from './scope.ts';
import type { TraitsLookup } from './traits.ts';
import type { Tunnels } from './tunnels.ts';

export interface ElaborateOptions extends ParseOptions {
  /** Says which classes exist. */
  traits: TraitsLookup;
  /** All class names, for suggestions. */
  classNames?: () => Iterable<string>;
  /** `NAME=value` of the command line; they win over `define`. */
  definitions?: Readonly<Record<string, string>>;
  /** The bytes of a library, as latin1; undefined when there is no such file. */
  readFile?: (name: string) => string | undefined;
  /** Where libraries are that do not lie beside the configuration. */
  libraryFolders?: readonly string[];
  /** Whether `require(package NAME)` can be met; nothing can by default. */
  hasPackage?: (name: string) => boolean;
}

/** Findings beyond this number are not kept: they help nobody, and a megabyte of garbage has a million. */
const MAX_DIAGNOSTICS = 1000;
const MAX_SUGGESTIONS = 50;

/** What the passes over the tree share. */
export class Context {
  readonly options: ElaborateOptions;
  readonly classes: ClassTable;
  readonly root: Scope;
  readonly diagnostics: Diagnostic[] = [];
  readonly requirements: string[] = [];
  readonly sources = new Map<string, string>();
  readonly expansion = new Budget(MAX_EXPANSION, 'the variables expand to too much text');
  /** The compounds and groups in use in the file's scope. */
  readonly tunnels: Tunnels[] = [];
  /** Whether a declared name holds a `/`; if none does, elements of compounds cannot clash with others. */
  hasSlashes = false;
  private readonly unknown = new Map<string, { diagnostic: Diagnostic; scope: Scope }>();
  /** The scope and the file that are being read. */
  scope: Scope;
  file: string;

  constructor(file: string, options: ElaborateOptions) {
    this.options = options;
    this.classes = new ClassTable(options.traits);
    this.file = file;
    this.root = new Scope('', { file, start: 0, end: 0 }, undefined);
    this.scope = this.root;
  }

  /** Whether further findings would be dropped. */
  get isFull(): boolean {
    return this.diagnostics.length >= MAX_DIAGNOSTICS;
  }

  classNames(): Iterable<string> {
    return this.options.classNames?.() ?? [];
  }

  /** `did you mean 'x'?`, for the first findings: with many, comparing names would be most of the work. */
  suggest(name: string, candidates: Iterable<string>): string | undefined {
    if (this.diagnostics.length >= MAX_SUGGESTIONS) return undefined;
    const near = nearest(name, candidates);
    return near === undefined ? undefined : `did you mean '${near}'?`;
  }

  span(start: number, end: number): Span {
    return { file: this.file, start, end };
  }

  error(
    code: Code,
    message: string,
    span: Span,
    extra?: { notes?: Note[]; hint?: string | undefined },
  ): Diagnostic | undefined {
    if (this.isFull) return undefined;
    const diagnostic: Diagnostic = { code, severity: 'error', message, span };
    if (extra?.notes) diagnostic.notes = extra.notes;
    if (extra?.hint) diagnostic.hint = extra.hint;
    this.diagnostics.push(diagnostic);
    return diagnostic;
  }

  /** Reports a name that means nothing so far; `explainLate` may say more. */
  undeclared(name: string, span: Span, hint: string | undefined): void {
    const diagnostic = this.error('CF2002', `undeclared element '${name}'`, span, { hint });
    if (diagnostic !== undefined) this.unknown.set(name, { diagnostic, scope: this.scope });
  }

  /** Says where a name is defined after all, an element in its scope alone. Returns where it meant nothing. */
  explainLate(name: string, span: Span, isClass: boolean): Span | undefined {
    const found = this.unknown.get(name);
    if (found === undefined || (!isClass && found.scope !== this.scope)) return undefined;
    this.unknown.delete(name);
    found.diagnostic.notes = [{ message: 'defined only here, after its use', span }];
    delete found.diagnostic.hint;
    return found.diagnostic.span;
  }
}
