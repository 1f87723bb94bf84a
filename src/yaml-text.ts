import type { Document, Lexer, Parser } from 'yaml';

/** What is wrong with a YAML text, and where: offsets in it. */
export interface YamlMistake {
  /** As the library calls it; 'ALIAS' and 'DEPTH' are our own. */
  code: string;
  message: string;
  hint: string;
  start: number;
  end: number;
}

/** A text without mistakes. */
export interface Yaml {
  document: Document;
  /** As JSON would hold it: no circles. */
  content: unknown;
}

/** Reads a YAML text of one document. */
export async function readYaml(text: string): Promise<Yaml | { mistakes: YamlMistake[] }> {
  const { Lexer, Parser, parseDocument, visit } = await import('yaml');
  const deep = levelBeyond(text, LEVELS, new Lexer(), new Parser());
  if (deep !== undefined) return { mistakes: [tooDeep(deep)] };
  try {
    const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true, logLevel: 'error' });
    if (document.errors.length > 0) return { mistakes: document.errors.map(told) };
    const content = document.toJS({ maxAliasCount: 100 }) ?? {};
    if (!hasCircle(content)) return { document, content };
    return { mistakes: [circle(document, visit)] };
  } catch (error) {
    // An alias of nothing, or aliases of aliases without end.
    const message = lowerFirst((error as Error).message);
    return { mistakes: [{ code: 'ALIAS', message, hint: ALIAS_HINT, start: 0, end: 1 }] };
  }
}

/** Far more than anybody needs; the library has a function call or two for each, and one more than there can be ends the process. */
const LEVELS = 100;

/** Where a text has more than `most` levels. The library's first steps take any number. */
function levelBeyond(text: string, most: number, lexer: Lexer, parser: Parser): number | undefined {
  for (const token of lexer.lex(text)) {
    for (const _ of parser.next(token));
    // Each level is a collection and what is in it.
    if (parser.stack.length > 2 * most) return parser.offset;
  }
  return undefined;
}

function tooDeep(offset: number): YamlMistake {
  const message = `it has more than ${LEVELS} levels`;
  return { code: 'DEPTH', message, hint: 'a few will do', start: offset, end: offset + 1 };
}

const ALIAS_HINT = 'write out what the alias stands for';

function told({ code, message, pos: [start, end] }: Document['errors'][number]): YamlMistake {
  const hint = 'the file is YAML: NAME: VALUE lines';
  return {
    code,
    message: lowerFirst(message.replace(/\.$/, '')),
    hint,
    start,
    end: Math.max(end, start + 1),
  };
}

/** Whether something lies in itself. */
function hasCircle(content: unknown): boolean {
  const above = new Set<unknown>();
  const done = new Set<unknown>();
  const visit = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || done.has(value)) return false;
    if (above.has(value)) return true;
    above.add(value);
    const found = Object.values(value).some(visit);
    above.delete(value);
    done.add(value);
    return found;
  };
  return visit(content);
}

/** The first alias inside of what it stands for. */
function circle(document: Document, visit: typeof import('yaml').visit): YamlMistake {
  const mistake = {
    code: 'ALIAS',
    message: 'an alias stands for what it is in',
    hint: ALIAS_HINT,
    start: 0,
    end: 1,
  };
  visit(document, {
    Alias(_, { source, range }, path) {
      if (!path.some((node) => (node as { anchor?: string }).anchor === source)) return undefined;
      const [start, end] = range!;
      Object.assign(mistake, { message: `the alias ${source} stands for what it is in`, start, end });
      return visit.BREAK;
    },
  });
  return mistake;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
