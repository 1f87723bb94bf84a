import { shiftWord, splitWords } from '../../click-config-parser/index.ts';
import { compileTemplate, joined, TooLong } from './script-template.ts';
import { bytesOf } from './value.ts';

/** Codes and flags of the runtime's instructions: see elements/standard/script/script.h. */
const CODE = {
  initial: 0,
  waitStep: 1,
  waitTime: 2,
  print: 3,
  read: 4,
  write: 5,
  set: 6,
  init: 7,
  return: 8,
  goto: 9,
  label: 10,
  error: 11,
  end: 12,
  exit: 13,
  stop: 14,
} as const;

const QUOTED = 1;
const SAME_LINE = 2;
const HANDLER = 4;
const FILE = 8;
const APPEND = 16;
const EXPORTED = 32;

/** In place of an instruction's number: the code to leave by is added to it. */
const LEAVES = 0xffffff00;

/** The variable that holds what a script returns. */
const RESULT = '_';

export interface Instruction {
  code: number;
  flags: number;
  /** Steps, or where to go. */
  argument: number;
  /** A name, of a variable, a label or a file, and the template behind it. */
  bytes: Uint8Array;
  nameSize: number;
}

const EMPTY = new Uint8Array(0);

function instruction(code: number, fields: Partial<Instruction> = {}): Instruction {
  return { code, flags: 0, argument: 0, bytes: EMPTY, nameSize: 0, ...fields };
}

/** The instructions of a script whose texts are right; `driver`: it stops the router at its end. Throws TooLong. */
export function compileInstructions(texts: readonly string[], driver: boolean): Instruction[] {
  const list = texts.filter((text) => text !== '').map(compileOne);
  if (list.length === 0 && driver) list.push(instruction(CODE.waitStep, { argument: 1 }));
  const first = list[0]?.code;
  if (first !== CODE.waitStep && first !== CODE.waitTime) list.unshift(instruction(CODE.initial));
  list.push(instruction(driver ? CODE.stop : CODE.end));
  const labels = labelsOf(list);
  const gotos = list.filter(({ code }) => code === CODE.goto);
  for (const entry of gotos) {
    const label = Buffer.from(entry.bytes.subarray(0, entry.nameSize)).toString('latin1');
    entry.bytes = entry.bytes.subarray(entry.nameSize);
    entry.nameSize = 0;
    entry.argument = labels.get(label) ?? 0;
  }
  return list;
}

/** Where each label leads; the first of a name counts. */
function labelsOf(list: readonly Instruction[]): Map<string, number> {
  const labels = new Map<string, number>();
  list.forEach(({ code, bytes }, index) => {
    const name = Buffer.from(bytes).toString('latin1');
    if (code === CODE.label && !labels.has(name)) labels.set(name, index);
  });
  const leave = { end: CODE.end, exit: CODE.exit, stop: CODE.stop, error: CODE.error, errorq: CODE.error };
  for (const [name, code] of Object.entries(leave)) if (!labels.has(name)) labels.set(name, LEAVES + code);
  return labels;
}

function named(code: number, name: string, template: Uint8Array, flags = 0): Instruction {
  const bytes = joined([bytesOf(name), template]);
  if (name.length > 0xffff) throw new TooLong();
  return instruction(code, { flags, bytes, nameSize: name.length });
}

function compileOne(text: string): Instruction {
  const [word, rest] = shiftWord(text);
  const quoted = word.endsWith('q') ? QUOTED : 0;
  const [first, more] = shiftWord(rest);
  switch (quoted ? word.slice(0, -1) : word) {
    case 'wait':
    case 'wait_for':
    case 'wait_time':
      if (rest === '' && word === 'wait') return instruction(CODE.waitStep, { argument: 1 });
      return instruction(CODE.waitTime, { bytes: compileTemplate(rest) });
    case 'pause':
    case 'wait_step':
    case 'wait_stop':
      return instruction(CODE.waitStep, { argument: rest === '' ? 1 : Number(rest) });
    case 'print':
      return compilePrint(rest, quoted);
    case 'printn':
      return compilePrint(rest, quoted | SAME_LINE);
    case 'save':
      return compilePrint(`>${saved(rest)}`, 0);
    case 'append':
      return compilePrint(`>>${saved(rest)}`, 0);
    case 'read':
      return instruction(CODE.read, { flags: quoted | HANDLER, bytes: compileTemplate(rest) });
    case 'write':
      return instruction(CODE.write, { flags: quoted | HANDLER, bytes: compileTemplate(rest) });
    case 'set':
      return named(CODE.set, first, compileTemplate(more), quoted);
    case 'init':
      return named(CODE.init, first, compileTemplate(more), quoted);
    case 'export':
      return named(CODE.init, first, compileTemplate(more), quoted | EXPORTED);
    case 'return':
      return named(CODE.return, RESULT, compileTemplate(rest), quoted);
    case 'label':
      return named(CODE.label, first, EMPTY);
    case 'loop':
      return instruction(CODE.goto);
    case 'goto':
      return named(CODE.goto, first, compileTemplate(more));
    case 'error':
      return instruction(CODE.error, { flags: quoted, bytes: compileTemplate(rest) });
    case 'exit':
      return instruction(CODE.exit);
    case 'stop':
      return instruction(CODE.stop);
    default:
      return instruction(CODE.end);
  }
}

/** `FILE HANDLER PARAMETER` of `HANDLER PARAMETER FILE`. */
function saved(text: string): string {
  const last = splitWords(text).at(-1);
  const handler = last ? text.substring(0, last.start).trimEnd() : '';
  return handler === '' ? `- ${text}` : `${last!.text} ${handler}`;
}

/** `>FILE` and `>>FILE` in front of a print's text. */
export function fileOf(text: string): { file: string; append: boolean; text: string } {
  if (!text.startsWith('>')) return { file: '', append: false, text };
  const append = text.startsWith('>>');
  const [file, rest] = shiftWord(text.substring(append ? 2 : 1));
  return { file: file === '-' ? '' : file, append, text: rest };
}

function compilePrint(rest: string, flags: number): Instruction {
  const { file, append, text } = fileOf(rest);
  const handler = /^[A-Za-z@_]/.test(text);
  const target = file === '' ? 0 : FILE | (append ? APPEND : 0);
  // What is no handler is a text, whose quotes always go.
  const kind = handler ? flags | HANDLER : flags | QUOTED;
  return named(CODE.print, file, compileTemplate(text, !handler), kind | target);
}

const HEADER = 8;
const RECORD = 16;

/** The bytes that the runtime reads. */
export function encodeInstructions(list: readonly Instruction[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(HEADER + RECORD * list.length));
  head.setUint32(0, list.length, true);
  let offset = head.byteLength;
  for (const [index, { code, flags, argument, bytes, nameSize }] of list.entries()) {
    const at = HEADER + RECORD * index;
    head.setUint8(at, code);
    head.setUint8(at + 1, flags);
    head.setUint16(at + 2, nameSize, true);
    head.setUint32(at + 4, argument, true);
    head.setUint32(at + 8, offset, true);
    head.setUint32(at + 12, bytes.length - nameSize, true);
    offset += bytes.length;
  }
  return joined([new Uint8Array(head.buffer), ...list.map(({ bytes }) => bytes)]);
}
