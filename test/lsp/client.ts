import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver/node.js';
import { CLI } from '../commands/installed.ts';

/** A temporary folder that an editor may have open; the caller removes it. */
export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'clickforge-lsp-'));

/** An editor that has a folder open, and a server that it has started. */
export class Client {
  readonly folder: string;
  readonly server: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly texts = new Map<string, string>();
  private readonly diagnostics = new Map<string, Diagnostic[]>();
  private waiting: (() => void)[] = [];

  constructor(folder: string, args: string[] = []) {
    this.folder = folder;
    this.server = spawn(process.execPath, [CLI, 'lsp', ...args], { cwd: folder, stdio: 'pipe' });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.server.stdout!),
      new StreamMessageWriter(this.server.stdin!),
    );
    this.connection.onNotification(
      'textDocument/publishDiagnostics',
      (params: { uri: string; diagnostics: Diagnostic[] }) => {
        this.diagnostics.set(params.uri, params.diagnostics);
        for (const wake of this.waiting.splice(0)) wake();
      },
    );
    this.connection.listen();
  }

  async start(initializationOptions?: object): Promise<InitializeResult> {
    const params = { processId: process.pid, rootUri: null, capabilities: {}, initializationOptions };
    const result = await this.connection.sendRequest<InitializeResult>('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  /** Ends the server as an editor does; gives its exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => {
      this.server.once('exit', resolve);
    });
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await ended;
    this.connection.dispose();
    return code;
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  async open(name: string, text: string): Promise<void> {
    this.texts.set(name, text);
    const textDocument = { uri: this.uri(name), languageId: 'click', version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces the first `from` of a text, as someone who types. */
  async change(name: string, from: string, to: string): Promise<void> {
    const text = this.texts.get(name)!;
    const start = this.position(name, from);
    const end = this.position(name, from, from.length);
    this.texts.set(
      name,
      text.replace(from, () => to),
    );
    const textDocument = { uri: this.uri(name), version: 2 };
    const contentChanges = [{ range: { start, end }, text: to }];
    await this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
  }

  /** Where the first `word` of a text begins, and `more` UTF-16 units behind that. */
  position(name: string, word: string, more = 0): Position {
    const text = this.texts.get(name)!;
    const at = text.indexOf(word) + more;
    if (text.indexOf(word) < 0) throw new Error(`no ${word} in ${name}`);
    const before = text.substring(0, at).split('\n');
    return { line: before.length - 1, character: before.at(-1)!.length };
  }

  /** Asks something about the place of a word. */
  async ask<Result>(
    method: string,
    name: string,
    word: string,
    more = 0,
    extra: object = {},
  ): Promise<Result> {
    const position = this.position(name, word, more);
    return this.connection.sendRequest<Result>(`textDocument/${method}`, {
      textDocument: { uri: this.uri(name) },
      position,
      ...extra,
    });
  }

  async askAll<Result>(method: string, name: string, extra: object = {}): Promise<Result> {
    const textDocument = { uri: this.uri(name) };
    return this.connection.sendRequest<Result>(`textDocument/${method}`, { textDocument, ...extra });
  }

  /** The next findings on a file that fit. */
  async findings(
    name: string,
    fits: (diagnostics: Diagnostic[]) => boolean = () => true,
  ): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.diagnostics.get(this.uri(name));
      if (found && fits(found)) return found;
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
  }

  /** The text that stands in a range. */
  textAt(name: string, { start, end }: { start: Position; end: Position }): string {
    return this.texts.get(name)!.substring(this.offset(name, start), this.offset(name, end));
  }

  /** The text of a file after edits. */
  edited(name: string, edits: TextEdit[]): string {
    const sorted = [...edits].sort(
      (a, b) => this.offset(name, b.range.start) - this.offset(name, a.range.start),
    );
    return sorted.reduce((text, { range, newText }) => {
      return (
        text.substring(0, this.offset(name, range.start)) +
        newText +
        text.substring(this.offset(name, range.end))
      );
    }, this.texts.get(name)!);
  }

  private offset(name: string, { line, character }: Position): number {
    const lines = this.texts.get(name)!.split('\n');
    return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true });
}
