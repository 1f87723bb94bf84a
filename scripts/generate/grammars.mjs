import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Compiles every `grammars/*.peggy` to `generated/grammars/<name>.js` (an ES module) with its `.d.ts`.
 * A grammar whose output is newer than itself and than this script is left alone.
 */
export async function generateGrammars(root) {
  const out = join(root, 'generated', 'grammars');
  await mkdir(out, { recursive: true });
  const files = (await readdir(join(root, 'grammars'))).filter((file) => file.endsWith('.peggy')).sort();
  for (const file of files) {
    const source = join(root, 'grammars', file);
    const target = join(out, `${basename(file, '.peggy')}.js`);
    if (!(await isCurrent(target, [source, fileURLToPath(import.meta.url)]))) await compile(source, target);
  }
}

async function compile(source, target) {
  const { default: peggy } = await import('peggy');
  const text = await readFile(source, 'utf8');
  const plugins = text.includes('peg$currPos') ? [allowOwnSteps] : [];
  const code = peggy.generate(text, { output: 'source', format: 'es', grammarSource: source, plugins });
  // The declaration goes first: the module's time stamp is what says that both are current.
  await writeFile(target.replace(/\.js$/, '.d.ts'), DECLARATION);
  await writeFile(target, code);
}

// Rules that move `peg$currPos` themselves look to Peggy as if they consumed nothing and could repeat for ever.
const allowOwnSteps = {
  use(config) {
    config.passes.check = config.passes.check.filter((pass) => pass.name !== 'reportInfiniteRepetition');
  },
};

async function isCurrent(target, sources) {
  const [made, ...needed] = await Promise.all([target, ...sources].map(modified));
  return needed.every((time) => time < made);
}

async function modified(path) {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
}

const DECLARATION = `export interface ParseOptions {
  grammarSource?: string;
  startRule?: string;
  [option: string]: unknown;
}
/** Throws \`SyntaxError\` (below) when \`input\` does not match. */
export function parse(input: string, options?: ParseOptions): unknown;
export class SyntaxError extends globalThis.SyntaxError {
  expected: { type: string; description?: string; text?: string }[];
  found: string | null;
  location: { source?: string; start: Position; end: Position };
}
interface Position {
  offset: number;
  line: number;
  column: number;
}
`;

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await generateGrammars(fileURLToPath(new URL('../../', import.meta.url)));
}
