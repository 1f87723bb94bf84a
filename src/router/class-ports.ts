import { isAt, isDigits, LETTER } from '../click-config-parser/characters.ts';
import type { Traits } from './traits.ts';

/** What is known of a port before anything is connected. */
export const AGNOSTIC = 0;
export const PUSH = 1;
export const PULL = 2;

/** A class's port codes, read once. */
export interface ClassPorts {
  /** The range of the number of inputs; the upper bound may be Infinity. */
  inputs: [least: number, most: number];
  outputs: [least: number, most: number];
  /** With `=` there are as many outputs as inputs and this many more; otherwise -1. */
  equal: number;
  /** AGNOSTIC, PUSH or PULL of each port; the last one holds for all that follow. */
  inputKinds: number[];
  outputKinds: number[];
  inputFlow: FlowCode[];
  outputFlow: FlowCode[];
}

/** The letters of one port of a flow code as bits (a-z, A-Z), and how it has `#`. */
export interface FlowCode {
  low: number;
  high: number;
  hash: '' | 'same' | 'other';
}

/** Reads the three codes of a class. Throws RangeError with the reason when one is malformed. */
export function readClassPorts({ ports, processing, flow }: Traits): ClassPorts {
  const [inputCode, outputCode = inputCode, more] = ports.split('/') as [string, string?, string?];
  if (more !== undefined) throw new RangeError(`bad port count '${ports}'`);
  const equal = readEqual(outputCode);
  const [inputKinds, outputKinds] = readProcessing(processing);
  const [inputFlow, outputFlow] = readFlow(flow);
  return {
    inputs: readRange(inputCode),
    outputs: equal < 0 ? readRange(outputCode) : [0, Number.POSITIVE_INFINITY],
    equal,
    inputKinds,
    outputKinds,
    inputFlow,
    outputFlow,
  };
}

/** 0 of `=`, 1 of `=+`, and so on; -1 of any other code. */
function readEqual(code: string): number {
  const more = code.length - 1;
  return code === `=${'+'.repeat(Math.max(more, 0))}` ? more : -1;
}

function readRange(code: string): [least: number, most: number] {
  const dash = code.indexOf('-');
  const least = dash < 0 ? code : code.substring(0, dash);
  const most = dash < 0 ? least : code.substring(dash + 1);
  if (code === '' || !isDigits(least) || !isDigits(most)) throw new RangeError(`bad port count '${code}'`);
  return [Number(least), dash >= 0 && most === '' ? Number.POSITIVE_INFINITY : Number(most)];
}

function readProcessing(code: string): [inputs: number[], outputs: number[]] {
  const [inputs, outputs = inputs] = code.split('/') as [string, string?];
  return [[...inputs].map(readKind), [...outputs].map(readKind)];
}

function readKind(letter: string): number {
  const kind = 'ahl'.indexOf(letter.toLowerCase());
  if (kind < 0) throw new RangeError(`bad processing code '${letter}'`);
  return kind;
}

/** The two sides of a flow code. */
export function readFlow(code: string): [inputs: FlowCode[], outputs: FlowCode[]] {
  const [inputs, outputs = inputs] = code.split('/') as [string, string?];
  if (inputs === '' || outputs === '') throw new RangeError(`flow code '${code}': missing or bad '/'`);
  return [readFlowSide(inputs), readFlowSide(outputs)];
}

const FLOW_CODE = /\[(\^?)([A-Za-z#]*)\]|([A-Za-z#])/y;

function readFlowSide(code: string): FlowCode[] {
  const codes: FlowCode[] = [];
  for (let pos = 0; pos < code.length; ) {
    // Most codes are a single letter.
    if (isAt(code, pos, LETTER)) {
      codes.push(flowCode(code[pos++]!, false));
      continue;
    }
    FLOW_CODE.lastIndex = pos;
    const match = FLOW_CODE.exec(code);
    if (match === null) throw new RangeError(`flow code '${code}': invalid character '${code[pos]}'`);
    codes.push(flowCode(match[2] ?? match[3]!, match[1] === '^'));
    pos = FLOW_CODE.lastIndex;
  }
  return codes;
}

const ALL_LETTERS = 0x3ffffff;

function flowCode(letters: string, isComplement: boolean): FlowCode {
  let low = 0;
  let high = 0;
  for (const letter of letters) {
    if (letter >= 'a') low |= 1 << (letter.charCodeAt(0) - 97);
    else if (letter !== '#') high |= 1 << (letter.charCodeAt(0) - 65);
  }
  const hasHash = letters.includes('#');
  if (!isComplement) return { low, high, hash: hasHash ? 'same' : '' };
  // A complement holds every number but its own, or, without `#` in it, every number at all: as good as a letter.
  return { low: ALL_LETTERS & ~low, high: ALL_LETTERS & ~high, hash: hasHash ? 'other' : '' };
}

/** Whether packets pass from input `i`, of code `input`, to output `j`, of code `output`. */
export function flows(input: FlowCode, i: number, output: FlowCode, j: number): boolean {
  if ((input.low & output.low) !== 0 || (input.high & output.high) !== 0) return true;
  if (input.hash === 'same') return output.hash === 'same' ? i === j : output.hash === 'other' && i !== j;
  return input.hash === 'other' && output.hash === 'same' && i !== j;
}

/** The entry for port `port` of a list whose last entry repeats. */
export function atPort<T>(list: readonly T[], port: number): T | undefined {
  return list[Math.min(port, list.length - 1)];
}
