import { createHash } from 'node:crypto';
import type { Diagnostic, Note, Span } from '../click-config-parser/index.ts';
import { fixOf } from './fix.ts';
import { byPlace } from './order.ts';
import { decode } from './source-text.ts';
import { Utf16Text } from './utf16.ts';

/** What is known of a code beyond its finding. */
export interface SarifRule {
  name: string;
  title: string;
  /** The explanation of the code, as plain text and as Markdown. */
  help?: { text: string; markdown: string };
}

export interface SarifOptions {
  toolName: string;
  toolVersion: string;
  rule: (code: string) => SarifRule | undefined;
}

/** Diagnostics as a SARIF 2.1.0 log with one run. @param sources file name to latin1 text */
export function reportSarif(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  options: SarifOptions,
): object {
  const ordered = byPlace(diagnostics);
  const codes = [...new Set(ordered.map(({ code }) => code))].sort();
  const writer = new SarifWriter(sources, codes);
  const driver = {
    name: options.toolName,
    semanticVersion: options.toolVersion,
    rules: codes.map((code) => descriptor(code, options.rule(code))),
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      { tool: { driver }, columnKind: 'utf16CodeUnits', results: ordered.map((each) => writer.result(each)) },
    ],
  };
}

function descriptor(id: string, rule: SarifRule | undefined): object {
  if (rule === undefined) return { id };
  const { name, title, help } = rule;
  return {
    id,
    name,
    shortDescription: { text: `${title}.` },
    ...(help && { fullDescription: { text: help.text.split('\n\n')[0] }, help }),
  };
}

class SarifWriter {
  private readonly sources: ReadonlyMap<string, string>;
  private readonly codes: string[];
  private readonly texts = new Map<string, Utf16Text>();
  private readonly seen = new Map<string, number>();

  constructor(sources: ReadonlyMap<string, string>, codes: string[]) {
    this.sources = sources;
    this.codes = codes;
  }

  result(diagnostic: Diagnostic): object {
    const { code, severity, message, span, notes = [], hint } = diagnostic;
    const text = hint === undefined ? message : `${message}; ${hint}`;
    const fix = fixOf(diagnostic, this.sources);
    return {
      ruleId: code,
      ruleIndex: this.codes.indexOf(code),
      level: severity,
      message: { text: decode(text) },
      ...(span && { locations: [{ physicalLocation: this.place(span) }] }),
      ...(notes.length > 0 && { relatedLocations: notes.map((note, id) => this.related(note, id)) }),
      partialFingerprints: { 'clickforgeFinding/v1': this.fingerprint(diagnostic) },
      ...(fix && { fixes: [this.fix(fix.span, fix.replacement, hint!)] }),
    };
  }

  private related({ message, span }: Note, id: number): object {
    return { id, message: { text: decode(message) }, ...(span && { physicalLocation: this.place(span) }) };
  }

  private place(span: Span): object {
    const artifactLocation = { uri: uriOf(decode(span.file)) };
    const region = this.region(span);
    return region === undefined ? { artifactLocation } : { artifactLocation, region };
  }

  private region(span: Span): object | undefined {
    const text = this.text(span.file);
    if (text === undefined) return undefined;
    const start = text.position(span.start);
    const end = text.position(span.end);
    return {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
      byteOffset: span.start,
      byteLength: span.end - span.start,
    };
  }

  private fix(span: Span, replacement: string, hint: string): object {
    const replacements = [
      { deletedRegion: this.region(span), insertedContent: { text: decode(replacement) } },
    ];
    const artifactLocation = { uri: uriOf(decode(span.file)) };
    return { description: { text: decode(hint) }, artifactChanges: [{ artifactLocation, replacements }] };
  }

  /** Stays the same while lines are added or removed elsewhere: made of the line's text, not of its number. */
  private fingerprint({ code, span, message }: Diagnostic): string {
    const text = span && this.text(span.file);
    const line = span && text ? text.line(text.position(span.start).line).trim() : '';
    const key = createHash('sha256')
      .update(JSON.stringify([code, span?.file ?? '', line, message]))
      .digest('hex');
    const count = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, count);
    return `${key.substring(0, 32)}:${count}`;
  }

  private text(file: string): Utf16Text | undefined {
    const bytes = this.sources.get(file);
    if (bytes === undefined) return undefined;
    const text = this.texts.get(file) ?? new Utf16Text(bytes);
    this.texts.set(file, text);
    return text;
  }
}

/** A file name as a URI reference: absolute paths with their scheme, others relative to where the tool ran. */
function uriOf(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${path}`;
  return path;
}
