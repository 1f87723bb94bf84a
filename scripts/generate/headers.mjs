import { layout, STRUCTS } from './types.mjs';

const NOTICE = '/* Generated from the element specs: edit those. */\n';

/** `include/arguments.h`: the structs that argument structs are made of. */
export function argumentsHeader() {
  return `${NOTICE}#pragma once\n\n#include "plan.h"\n\n${STRUCTS}`;
}

/** `include/elements/<Class>.h`: argument struct, handler table and the class's common initializers. */
export function elementHeader(spec) {
  const { fields, size } = layout(spec);
  const name = spec.class;
  const parts = [
    `${NOTICE}#pragma once\n\n#include "arguments.h"\n#include "element.h"\n`,
    choices(spec),
    structure(name, fields),
    asserts(name, fields, size),
    ...handlers(spec),
    ...bytesFields(name, fields),
    common(spec, fields),
  ];
  return parts.filter(Boolean).join('\n');
}

/** `classes.c`: the table of all classes of the runtime and the hash that a Plan must carry. */
export function classesSource(specs, abi) {
  const names = specs.map((spec) => spec.class);
  return `${NOTICE}#include "element.h"

${names.map((name) => `extern const struct element_class ${name}_class;\n`).join('')}
const struct element_class *const element_classes[] = {
${names.map((name) => `    &${name}_class,\n`).join('')}};

const u32 element_class_count = ${names.length};
const u64 element_abi = 0x${abi.toString(16)}ull;
`;
}

/** `image-classes.c`: the same in the form that packed.h describes. */
export function packedClassesSource(specs, abi) {
  const names = specs.map((spec) => spec.class);
  return `${NOTICE}#include "element.h"

${names.map((name) => `extern const struct element_class ${name}_class;\n`).join('')}
__attribute__((used)) static void pack(void)
{
    PACK_SECTION(".rodata.packed_classes", "packed_classes");
${specs.map((spec) => packedClass(spec)).join('')}}

const u32 element_class_count = ${names.length};
const u64 element_abi = 0x${abi.toString(16)}ull;
`;
}

function packedClass(spec) {
  const name = `${spec.class}_class`;
  const section = `".rodata.packed_handlers.${spec.class}"`;
  const count = handlerEntries(spec).length;
  const label = count > 0 ? `"packed_handlers_${spec.class}"` : '"0"';
  const lines = Array.from(
    { length: count },
    (_, index) => `    PACK_HANDLER(${section}, ${name}.handlers[${index}]);\n`,
  );
  if (count > 0) lines.unshift(`    PACK_SECTION(${section}, ${label});\n`);
  return `${lines.join('')}    PACK_CLASS(".rodata.packed_classes", ${name}, ${label});\n`;
}

function choices(spec) {
  const enums = spec.arguments.filter((argument) => argument.choices);
  return enums
    .map(({ name, choices: values }) => {
      const words = Object.entries(values).filter(([word]) => /^\w+$/.test(word));
      const members = words.map(([word, value]) => `${spec.class}_${name}_${word} = ${value}`);
      return `enum { ${members.join(', ')} };\n`;
    })
    .join('\n');
}

function structure(name, fields) {
  const lines = fields.map(({ name: field, argument, type }) => {
    const help = argument?.help ? ` /* ${argument.help.replaceAll('*/', '* /')} */` : '';
    return `    ${type.c} ${field}${type.array ?? ''};${help}\n`;
  });
  return `struct ${name}_args {\n${lines.join('')}} __attribute__((aligned(8)));\n`;
}

function asserts(name, fields, size) {
  const offsets = fields.map(
    ({ name: field, offset }) =>
      `_Static_assert(offsetof(struct ${name}_args, ${field}) == ${offset}, "layout of ${name}_args");\n`,
  );
  return `${offsets.join('')}_Static_assert(sizeof(struct ${name}_args) == ${size}, "layout of ${name}_args");\n`;
}

function handlers(spec) {
  const entries = handlerEntries(spec);
  if (entries.length === 0) return [];
  const byName = new Map(spec.handlers.map((handler) => [handler.name, handler]));
  const own = entries.filter(({ handler }) => !handler.same_as);
  const prototypes = own.flatMap(({ handler }) =>
    accesses(handler).map((access) => prototype(spec, handler, access)),
  );
  const lines = entries.map(({ pattern, handler }) => {
    const target = handler.same_as ? byName.get(handler.same_as) : handler;
    const calls = accesses(target).map((access) => `.${access} = ${callee(spec, target, access)}`);
    const mark = target.argument ? '?' : '';
    return `    { .name = "${mark}${pattern}", ${calls.join(', ')} },\n`;
  });
  return [
    ...places(spec),
    prototypes.join(''),
    setters(spec, own),
    `static const struct handler ${spec.class}_handlers[] = {\n${lines.join('')}};\n`,
  ];
}

/** Handlers whose values `config` tells, too, where a platform keeps that (see handler.h). */
function setters(spec, entries) {
  const lines = entries
    .filter(({ handler }) => handler.sets)
    .map(({ handler }) => {
      const { position } = spec.arguments.find(({ name }) => name === handler.sets);
      const argument = position === undefined ? handler.sets : `${position - 1} ${handler.sets}`;
      return `LIVE_SETTER(${functionName(spec, handler, 'write')}, "${argument}")\n`;
    });
  return lines.join('');
}

function callee(spec, handler, access) {
  const name = functionName(spec, handler, access);
  return handler.sets && access === 'write' ? `LIVE(${name})` : name;
}

/** What the runtime looks names up in: one entry for handlers that share a function, and for those of all ports. */
function handlerEntries(spec) {
  const entries = [];
  const shared = new Map();
  for (const handler of spec.handlers.filter(({ image }) => image !== false)) {
    const pattern = handler.per ? `${handler.name}#${handler.per[0]}` : handler.name;
    const before = shared.get(handler.with);
    if (before) before.pattern += `|${pattern}`;
    else {
      const entry = { pattern, handler };
      entries.push(entry);
      if (handler.with) shared.set(handler.with, entry);
    }
  }
  return entries;
}

/** Names for the places that functions with several handlers get. */
function places(spec) {
  const words = new Set(spec.handlers.flatMap((handler) => handler.with ?? []));
  return [...words].map((word) => {
    const members = spec.handlers.filter((handler) => handler.with === word);
    return `enum { ${members.map(({ name }) => `${word.toUpperCase()}_${name}`).join(', ')} };\n`;
  });
}

function accesses({ access, argument, image }) {
  const reads = access === 'write' ? [] : [argument ? 'query' : 'read'];
  return access === 'read' || image === 'read' ? reads : [...reads, 'write'];
}

function functionName(spec, handler, access) {
  return `${handler.by ?? spec.class}_${access}_${handler.with ?? handler.name.replaceAll('.', '_')}`;
}

const PARAMETERS = {
  read: 'struct element *element, struct text *out',
  query: 'struct element *element, const char *parameter, u32 size, struct text *out',
  write: 'struct element *element, const char *value, u32 size, struct text *error',
};

function prototype(spec, handler, access) {
  const result = access === 'read' ? 'void' : 'bool';
  return `${handler.by ? '' : 'static '}HANDLER ${result} ${functionName(spec, handler, access)}(${PARAMETERS[access]});\n`;
}

function bytesFields(name, fields) {
  const offsets = bytesOffsets(fields);
  return offsets.length === 0 ? [] : [`static const u32 ${name}_bytes[] = { ${offsets.join(', ')} };\n`];
}

function bytesOffsets(fields) {
  return fields.flatMap(({ offset, type }) => (type.bytes ?? []).map((inner) => offset + inner));
}

function common(spec, fields) {
  const { class: name } = spec;
  const members = [
    `.name = "${name}"`,
    `.codes = "${spec.ports} ${spec.processing} ${spec.flow}"`,
    `.args_size = sizeof(struct ${name}_args)`,
  ];
  const bytes = bytesOffsets(fields).length;
  if (bytes > 0) members.push(`.bytes_fields = ${name}_bytes, .bytes_count = ${bytes}`);
  const count = handlerEntries(spec).length;
  if (count > 0) members.push(`.handlers = ${name}_handlers, .handler_count = ${count}`);
  const define = () => `#define ${name}_COMMON \\\n    ${members.join(', \\\n    ')}\n`;
  if (!spec.live) return define();
  const plain = define();
  members.push('.live = true');
  return `#ifdef CLICKFORGE_LIVE\n${define()}#else\n${plain}#endif\n`;
}
