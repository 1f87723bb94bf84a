import type {
  CompletionItem,
  Connection,
  DocumentSymbol,
  InitializeParams,
  InitializeResult,
  Position,
  TextDocuments,
} from 'vscode-languageserver/node.js';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Target } from '../catalog/index.ts';
import { decode } from '../reporters/source-text.ts';
import { VERSION } from '../version.ts';
import { type Analysis, occurrenceAt, occurrencesOf } from './analysis.ts';
import { complete, documentation, type Suggestion } from './completion.ts';
import { diagnosticsByUri, locationOf, rangeOf } from './convert.ts';
import { fixes, formatting, replaceAll } from './edits.ts';
import { hover } from './hover.ts';
import { type OutlineEntry, outline } from './outline.ts';
import { RenameError, renamable, rename } from './rename.ts';
import { isSymbol } from './symbols/symbol.ts';
import { toBytes, Workspace } from './workspace.ts';

type Library = typeof import('vscode-languageserver/node.js');

export interface ServerOptions {
  /** Where configurations are to run; an editor's own setting comes first. */
  target: Target;
  /** A file's bytes as latin1; the path is in bytes too. */
  readFile: (path: string) => string | undefined;
}

/** How long a text must rest before it is checked, in milliseconds. */
const REST = 100;

/** Answers an editor on `connection` until it says that it is done. */
export function serve(library: Library, connection: Connection, options: ServerOptions): void {
  const documents: TextDocuments<TextDocument> = new library.TextDocuments(TextDocument);
  const workspace = new Workspace({ readFile: options.readFile, open: () => documents.all() });
  workspace.target = options.target;
  const server = new Server(library, connection, documents, workspace);
  connection.onInitialize((params) => server.initialize(params));
  server.publishDiagnostics();
  server.answerQuestions();
  server.answerEdits();
  documents.listen(connection);
  connection.listen();
}

class Server {
  private readonly library: Library;
  private readonly connection: Connection;
  private readonly documents: TextDocuments<TextDocument>;
  private readonly workspace: Workspace;
  /** URIs that have findings on show, by the text whose check found them. */
  private readonly shown = new Map<string, string[]>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  constructor(
    library: Library,
    connection: Connection,
    documents: TextDocuments<TextDocument>,
    workspace: Workspace,
  ) {
    this.library = library;
    this.connection = connection;
    this.documents = documents;
    this.workspace = workspace;
  }

  initialize({ initializationOptions }: InitializeParams): InitializeResult {
    const target = (initializationOptions as { target?: unknown } | undefined)?.target;
    if (target === 'clickforge' || target === 'clickos' || target === 'click') this.workspace.target = target;
    return {
      serverInfo: { name: 'clickforge', version: VERSION },
      capabilities: {
        textDocumentSync: this.library.TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        completionProvider: { triggerCharacters: [':', '(', ',', '$'], resolveProvider: true },
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        documentSymbolProvider: true,
        renameProvider: { prepareProvider: true },
        documentFormattingProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix'] },
      },
    };
  }

  // DIAGNOSTICS

  publishDiagnostics(): void {
    this.documents.onDidChangeContent(({ document }) => {
      for (const uri of this.workspace.changed(document.uri)) this.checkSoon(uri);
    });
    this.documents.onDidClose(({ document }) => {
      clearTimeout(this.waiting.get(document.uri));
      this.workspace.changed(document.uri);
      this.show(document.uri, new Map());
    });
  }

  private checkSoon(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    const check = () => {
      const document = this.documents.get(uri);
      if (document) this.show(uri, diagnosticsByUri(this.workspace.analysis(document)));
    };
    this.waiting.set(uri, setTimeout(check, REST));
  }

  private show(uri: string, found: ReturnType<typeof diagnosticsByUri>): void {
    for (const old of this.shown.get(uri) ?? []) if (!found.has(old)) found.set(old, []);
    for (const [each, diagnostics] of found) void this.connection.sendDiagnostics({ uri: each, diagnostics });
    this.shown.set(
      uri,
      [...found].filter(([, { length }]) => length > 0).map(([each]) => each),
    );
  }

  // QUESTIONS

  answerQuestions(): void {
    const { connection } = this;
    connection.onHover(({ textDocument, position }) =>
      this.at(textDocument.uri, position, (analysis, offset) => {
        const found = hover(analysis, offset, this.workspace.target);
        return (
          found && {
            contents: { kind: 'markdown', value: found.markdown },
            range: rangeOf(analysis, found.place),
          }
        );
      }),
    );
    connection.onDefinition(({ textDocument, position }) =>
      this.at(textDocument.uri, position, (analysis, offset) => {
        const target = occurrenceAt(analysis, offset)?.target;
        return isSymbol(target) ? locationOf(analysis, target.place) : undefined;
      }),
    );
    connection.onReferences(({ textDocument, position, context }) =>
      this.at(textDocument.uri, position, (analysis, offset) => {
        const target = occurrenceAt(analysis, offset)?.target;
        if (!isSymbol(target)) return undefined;
        return occurrencesOf(analysis, target)
          .filter(({ place }) => context.includeDeclaration || place !== target.place)
          .map(({ place }) => locationOf(analysis, place));
      }),
    );
    connection.onDocumentHighlight(({ textDocument, position }) =>
      this.at(textDocument.uri, position, (analysis, offset) => {
        const target = occurrenceAt(analysis, offset)?.target;
        if (!isSymbol(target)) return undefined;
        return occurrencesOf(analysis, target)
          .filter(({ place }) => place.file === analysis.file)
          .map(({ place }) => ({ range: rangeOf(analysis, place) }));
      }),
    );
    connection.onDocumentSymbol(({ textDocument }) =>
      this.of(textDocument.uri, (analysis) =>
        outline(analysis).map((entry) => this.documentSymbol(analysis, entry)),
      ),
    );
    connection.onCompletion(({ textDocument, position }) =>
      this.at(textDocument.uri, position, (analysis, offset) => {
        const completion = complete(analysis, offset, this.workspace.target);
        if (completion === undefined) return undefined;
        const range = rangeOf(analysis, { file: analysis.file, start: completion.start, end: offset });
        return completion.suggestions.map((each) => this.completionItem(each, range));
      }),
    );
    connection.onCompletionResolve((item) => {
      const markdown =
        typeof item.data === 'string' ? documentation(item.data, this.workspace.target) : undefined;
      return markdown ? { ...item, documentation: { kind: 'markdown', value: markdown } } : item;
    });
  }

  private completionItem(
    { label, kind, detail, documentation: help, text = label }: Suggestion,
    range: ReturnType<typeof rangeOf>,
  ): CompletionItem {
    const { CompletionItemKind } = this.library;
    const kinds = {
      class: CompletionItemKind.Class,
      element: CompletionItemKind.Field,
      keyword: CompletionItemKind.Keyword,
      argument: CompletionItemKind.Property,
      value: CompletionItemKind.Value,
      variable: CompletionItemKind.Variable,
    };
    return {
      label: decode(label),
      kind: kinds[kind],
      textEdit: { range, newText: decode(text) },
      ...(detail === undefined ? {} : { detail }),
      ...(help === undefined ? {} : { documentation: help }),
      ...(kind === 'class' ? { data: label } : {}),
    };
  }

  private documentSymbol(analysis: Analysis, entry: OutlineEntry): DocumentSymbol {
    const { SymbolKind } = this.library;
    const kinds = { element: SymbolKind.Field, class: SymbolKind.Class, variable: SymbolKind.Variable };
    return {
      name: decode(entry.name),
      detail: decode(entry.detail),
      kind: kinds[entry.kind],
      range: rangeOf(analysis, entry.range),
      selectionRange: rangeOf(analysis, entry.place),
      children: entry.children.map((child) => this.documentSymbol(analysis, child)),
    };
  }

  // EDITS

  answerEdits(): void {
    const { connection } = this;
    connection.onPrepareRename(({ textDocument, position }) =>
      this.at(textDocument.uri, position, (analysis, offset) =>
        this.orRefuse(() => {
          const { place, name } = renamable(analysis, offset);
          return { range: rangeOf(analysis, place), placeholder: decode(name) };
        }),
      ),
    );
    connection.onRenameRequest(({ textDocument, position, newName }) =>
      this.at(textDocument.uri, position, (analysis, offset) =>
        this.orRefuse(() => replaceAll(analysis, rename(analysis, offset, toBytes(newName)), newName)),
      ),
    );
    connection.onDocumentFormatting(({ textDocument, options }) =>
      this.of(textDocument.uri, (analysis) =>
        formatting(analysis, options.insertSpaces ? ' '.repeat(options.tabSize) : '\t'),
      ),
    );
    connection.onCodeAction(({ textDocument, range }) =>
      this.of(textDocument.uri, (analysis) => fixes(analysis, range)),
    );
  }

  private orRefuse<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof RenameError)) throw error;
      throw new this.library.ResponseError(this.library.LSPErrorCodes.RequestFailed, error.message);
    }
  }

  private of<Result>(uri: string, work: (analysis: Analysis) => Result): Result | undefined {
    const document = this.documents.get(uri);
    return document && work(this.workspace.analysis(document));
  }

  private at<Result>(
    uri: string,
    position: Position,
    work: (analysis: Analysis, offset: number) => Result | undefined,
  ): Result | undefined {
    return this.of(uri, (analysis) => work(analysis, analysis.texts.get(analysis.file)!.offset(position)));
  }
}
