// Compiles JSON schemas to functions, so that a run neither loads a validator nor reads a schema.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SCHEMAS = ['src/targets/vnf.schema.json'];

/** Writes `generated/validators/<name>.js` with its `.d.ts` for every schema that is newer than these. */
export async function generateValidators(root) {
  const out = join(root, 'generated', 'validators');
  await mkdir(out, { recursive: true });
  for (const schema of SCHEMAS) {
    const source = join(root, schema);
    const target = join(out, `${basename(schema, '.schema.json')}.js`);
    const times = await Promise.all([source, fileURLToPath(import.meta.url)].map(modified));
    if (Math.max(...times) >= (await modified(target))) await compile(source, target);
  }
}

async function compile(source, target) {
  const [{ default: Ajv }, { default: standaloneCode }] = await Promise.all([
    import('ajv'),
    import('ajv/dist/standalone/index.js'),
  ]);
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    strictRequired: false,
    verbose: true,
    code: { source: true, esm: true, lines: true },
  });
  const code = standaloneCode(ajv, ajv.compile(JSON.parse(await readFile(source, 'utf8'))));
  if (/\brequire\(/.test(code)) throw new Error(`${source} needs a part of ajv at run time`);
  await writeFile(target.replace(/\.js$/, '.d.ts'), DECLARATION);
  await writeFile(target, code);
}

async function modified(path) {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
}

const DECLARATION = `/** One mistake; \`instancePath\` is a JSON pointer. */
export interface Mistake {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
  data?: unknown;
  parentSchema?: Record<string, unknown>;
}
export const validate: { (data: unknown): boolean; errors?: Mistake[] | null };
`;

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await generateValidators(fileURLToPath(new URL('../../', import.meta.url)));
}
