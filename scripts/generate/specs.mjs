import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Sources of classes that exist in the simulator only. */
const SIMULATOR = ['images', 'base', 'platform', 'wasm', 'elements'];

/**
 * Paths of all specs under `elements/<group>/`, ordered by class name. `runtime`: the class's source stands beside
 * its spec; `simulator`: it is part of the simulator alone.
 */
export async function findElements(root) {
  const folder = join(root, 'elements');
  const groups = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const lists = await Promise.all(
    groups.map(async ({ name: group }) => {
      const files = await readdir(join(folder, group));
      return files.map((file) => ({ group, file, path: join(folder, group, file) }));
    }),
  );
  const files = lists.flat();
  const simulator = new Set(await readdir(join(root, ...SIMULATOR)).catch(() => []));
  const sources = new Set(files.filter(({ file }) => file.endsWith('.c')).map(({ path }) => path));
  return files
    .filter(({ file }) => file.endsWith('.yaml'))
    .map(({ group, file, path }) => ({
      class: basename(file, '.yaml'),
      group,
      path,
      runtime: sources.has(path.replace(/\.yaml$/, '.c')),
      simulator: simulator.has(file.replace(/\.yaml$/, '.c')),
    }))
    .sort((a, b) => (a.class < b.class ? -1 : 1));
}

/** Reads the specs of `elements`; throws an Error that names the file and every mistake in it. */
export async function readSpecs(root, elements) {
  const [{ parse }, { default: Ajv }] = await Promise.all([import('yaml'), import('ajv')]);
  const schema = JSON.parse(await readFile(join(root, 'elements', 'element.schema.json'), 'utf8'));
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(schema);
  const specs = [];
  const wrong = [];
  for (const element of elements) {
    const spec = parse(await readFile(element.path, 'utf8'));
    const mistakes = validate(spec) ? crossCheck(spec, element) : [ajv.errorsText(validate.errors)];
    if (mistakes.length > 0) wrong.push(`${element.path}: ${mistakes.join('; ')}`);
    const { group, runtime, simulator } = element;
    specs.push({ ...spec, group, runtime, ...(simulator ? { simulator } : {}) });
  }
  if (wrong.length > 0) throw new Error(`wrong element specs\n${wrong.join('\n')}`);
  const names = specs.map((spec) => spec.class);
  const twice = names.find((name, index) => names[index + 1] === name);
  if (twice) throw new Error(`class ${twice} has two specs`);
  return specs;
}

/** What a schema cannot say. */
function crossCheck(spec, element) {
  const mistakes = [];
  if (spec.class !== element.class) mistakes.push(`class ${spec.class} must have the name of its file`);
  const made = element.runtime || element.simulator;
  if (made && !(spec.arguments && spec.handlers && spec.manual && spec.title))
    mistakes.push('a class with a source needs title, arguments, handlers and manual');
  for (const part of [spec, ...Object.values(spec.variants ?? {})]) mistakes.push(...checkArguments(part));
  return mistakes;
}

function checkArguments({ arguments: list = [], positional = [], handlers = [] }) {
  const mistakes = [];
  const names = new Set(list.map((argument) => argument.name));
  if (names.size !== list.length) mistakes.push('two arguments of one name');
  for (const name of positional.flat())
    if (!names.has(name)) mistakes.push(`positional: no argument ${name}`);
  const positions = list.flatMap((argument) => argument.position ?? []).sort((a, b) => a - b);
  if (positions.some((position, index) => position !== index + 1))
    mistakes.push('positions must be 1, 2, … without gaps');
  for (const argument of list) {
    if (argument.type === 'choice' && !argument.choices) mistakes.push(`${argument.name}: choices missing`);
    if (argument.same_as && !names.has(argument.same_as))
      mistakes.push(`${argument.name}: no ${argument.same_as}`);
  }
  for (const { name, sets, access } of handlers.filter((handler) => handler.sets))
    if (!names.has(sets) || !access?.endsWith('write')) mistakes.push(`handler ${name}: sets nothing`);
  const known = new Set(handlers.map((handler) => handler.name));
  for (const { name, access, same_as } of handlers)
    if (same_as ? !known.has(same_as) : !access)
      mistakes.push(`handler ${name}: no access, or same_as nothing`);
  for (const { name, with: word, access, argument } of handlers.filter((handler) => handler.with)) {
    const first = handlers.find((handler) => handler.with === word);
    if (first.access !== access || first.argument !== argument)
      mistakes.push(`handler ${name}: not the access of ${first.name}, with which it shares its function`);
  }
  return mistakes;
}
