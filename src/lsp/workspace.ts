import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Target } from '../catalog/index.ts';
import { type Analysis, analyze } from './analysis.ts';

/** A text as the editor has it. */
export interface EditedText {
  uri: string;
  getText(): string;
}

export interface WorkspaceOptions {
  /** Bytes of a file that no editor has open, as latin1; undefined when there is none. The path is in bytes too. */
  readFile: (path: string) => string | undefined;
  /** All texts that are open. */
  open: () => EditedText[];
}

/** Analyses of the open texts, each made when it is first asked for after a change. */
export class Workspace {
  target: Target = 'clickforge';
  private readonly options: WorkspaceOptions;
  private readonly analyses = new Map<string, Analysis>();

  constructor(options: WorkspaceOptions) {
    this.options = options;
  }

  analysis(text: EditedText): Analysis {
    const { uri } = text;
    const known = this.analyses.get(uri);
    if (known) return known;
    const made = analyze(toBytes(text.getText()), fileOf(uri), {
      target: this.target,
      readFile: (path) => this.read(path),
    });
    this.analyses.set(uri, made);
    return made;
  }

  /** Forgets what is known of a text and of those that read it as a library; gives their URIs. */
  changed(uri: string): string[] {
    const file = fileOf(uri);
    const stale = [...this.analyses].filter(([each, { sources }]) => each === uri || sources.has(file));
    for (const [each] of stale) this.analyses.delete(each);
    return [...new Set([uri, ...stale.map(([each]) => each)])];
  }

  private read(path: string): string | undefined {
    const edited = this.options.open().find(({ uri }) => fileOf(uri) === path);
    return edited ? toBytes(edited.getText()) : this.options.readFile(path);
  }
}

/** The path, in bytes, under which an editor's file takes part in checks; the URI itself if it has none. */
export function fileOf(uri: string): string {
  if (!uri.startsWith('file:')) return toBytes(uri);
  try {
    return toBytes(fileURLToPath(uri));
  } catch {
    return toBytes(uri);
  }
}

export function uriOf(file: string): string {
  const text = Buffer.from(file, 'latin1').toString('utf8');
  return text.startsWith('/') ? pathToFileURL(text).href : text;
}

export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
