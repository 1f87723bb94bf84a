import { shiftWord } from '../../click-config-parser/index.ts';
import { nearest } from '../../nearest.ts';
import { callProblem, exportedBy } from './script-call.ts';
import { compileInstructions, encodeInstructions, fileOf } from './script-instruction.ts';
import { TooLong } from './script-template.ts';
import type { Context, ListParser } from './value.ts';

/** Instructions that need a file system are missing in a guest. */
const FILES = ['append', 'save'];

const ENDS = ['end', 'exit', 'stop'];
const ERRORS = ['error', 'errorq'];
const VARIABLES = ['export', 'exportq', 'init', 'initq'];
const SETS = ['set', 'setq'];
const WAITS = ['pause', 'wait_step', 'wait_stop'];
const TIMES = ['wait', 'wait_for', 'wait_time'];
export const PRINTS = ['print', 'printn', 'printnq', 'printq'];
const CALLS = ['read', 'readq', 'write', 'writeq'];
const OTHERS = ['goto', 'label', 'loop', 'return', 'returnq'];

const INSTRUCTIONS = [...[FILES, ENDS, ERRORS, VARIABLES, SETS, WAITS, TIMES, PRINTS, CALLS, OTHERS].flat()];

/** A script's instructions; what their texts come to and call is known at run time. */
export const parseScript: ListParser = (texts, context, report) => {
  const labels = new Set(['begin', 'loop', ...ENDS, ...ERRORS]);
  for (const text of texts) {
    const [instruction, rest] = shiftWord(text);
    if (instruction === 'label') labels.add(shiftWord(rest)[0]);
  }
  const exported = exportedBy(texts);
  let wrong = false;
  for (const [index, text] of texts.entries()) {
    const problem = problemOf(text, labels, context) ?? callProblem(text, exported, context);
    if (!problem) continue;
    wrong = true;
    report({ index, severity: 'error', ...problem });
  }
  const misplaced = misplacement(context);
  if (misplaced) report({ index: 0, severity: 'error', message: misplaced });
  if (wrong || misplaced) return undefined;
  try {
    return encodeInstructions(compileInstructions(texts, context.earlier.get('TYPE') === DRIVER));
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    report({ index: 0, severity: 'error', message: 'a text of the script is too long' });
    return undefined;
  }
};

/** Choices for TYPE, as the spec has them. */
const PACKET = 2;
const DRIVER = 3;

/** Why a script cannot have the ports that it has; Click's own words are those of the runtime. */
function misplacement({ earlier, element, inputs, outputs, target }: Context): string | undefined {
  const type = earlier.get('TYPE');
  if (target === 'simulator' || (type !== undefined && typeof type !== 'number')) return undefined;
  const ports = inputs + outputs > 0;
  if ((type ?? (ports ? PACKET : 0)) === PACKET)
    return inputs === 0 ? `a PACKET ${element.className} must have inputs` : undefined;
  return ports ? `only a PACKET ${element.className} may have ports` : undefined;
}

export interface Problem {
  message: string;
  hint?: string;
}

function problemOf(text: string, labels: Set<string>, { target }: Context): Problem | undefined {
  const [instruction, rest] = shiftWord(text);
  if (instruction === '') return undefined;
  if (!INSTRUCTIONS.includes(instruction)) {
    const near = nearest(instruction, INSTRUCTIONS);
    return {
      message: `'${instruction}' is no instruction`,
      ...(near ? { hint: `did you mean ${near}?` } : {}),
    };
  }
  const writes = FILES.includes(instruction) || (PRINTS.includes(instruction) && fileOf(rest).file !== '');
  if (writes && target !== 'click' && target !== 'simulator')
    return { message: `${instruction} needs files, which a guest has not` };
  const message = mistakeOf(instruction, rest, labels);
  return message === undefined ? undefined : { message };
}

/** What is wrong behind the instruction's name. */
function mistakeOf(instruction: string, rest: string, labels: Set<string>): string | undefined {
  const [word, more] = shiftWord(rest);
  if (instruction === 'goto' && word !== '' && !labels.has(word)) return `there is no label '${word}'`;
  if (instruction === 'label' && (word === '' || more !== '')) return 'a label is one word';
  if ((ENDS.includes(instruction) || instruction === 'loop') && rest !== '')
    return `nothing may stand behind ${instruction}`;
  if ([...VARIABLES, ...SETS].includes(instruction) && word === '') return `${instruction} needs a variable`;
  if (SETS.includes(instruction) && more === '') return `${instruction} needs a value`;
  if (WAITS.includes(instruction) && rest !== '' && !/^\d+$/.test(rest))
    return `${instruction} takes a number of steps`;
  return undefined;
}
