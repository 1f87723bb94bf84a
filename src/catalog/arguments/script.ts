import { shiftWord } from '../../click-config-parser/index.ts';
import { nearest } from '../nearest.ts';
import { encodeTexts } from './lists.ts';
import type { ListParser } from './value.ts';

/** Instructions that need a file system are missing in a guest. */
const FILES = ['append', 'save'];

const ENDS = ['end', 'exit', 'stop'];
const ERRORS = ['error', 'errorq'];
const VARIABLES = ['export', 'exportq', 'init', 'initq'];
const SETS = ['set', 'setq'];
const WAITS = ['pause', 'wait_step', 'wait_stop'];
const TIMES = ['wait', 'wait_for', 'wait_time'];
const CALLS = ['print', 'printn', 'printnq', 'printq', 'read', 'readq', 'write', 'writeq'];
const OTHERS = ['goto', 'label', 'loop', 'return', 'returnq'];

const INSTRUCTIONS = [...[FILES, ENDS, ERRORS, VARIABLES, SETS, WAITS, TIMES, CALLS, OTHERS].flat()];

/** A script's instructions, checked by their form; what they expand and call is known at run time. */
export const parseScript: ListParser = (texts, { target }, report) => {
  const labels = new Set(['begin', 'loop', ...ENDS, ...ERRORS]);
  for (const text of texts) {
    const [instruction, rest] = shiftWord(text);
    if (instruction === 'label') labels.add(shiftWord(rest)[0]);
  }
  let wrong = false;
  for (const [index, text] of texts.entries()) {
    const problem = problemOf(text, labels, target === 'click' || target === 'simulator');
    if (!problem) continue;
    wrong = true;
    report({ index, severity: 'error', ...problem });
  }
  return wrong ? undefined : encodeTexts(texts.filter((text) => text !== ''));
};

interface Problem {
  message: string;
  hint?: string;
}

function problemOf(text: string, labels: Set<string>, files: boolean): Problem | undefined {
  const [instruction, rest] = shiftWord(text);
  if (instruction === '') return undefined;
  if (!INSTRUCTIONS.includes(instruction)) {
    const near = nearest(instruction, INSTRUCTIONS);
    return {
      message: `'${instruction}' is no instruction`,
      ...(near ? { hint: `did you mean ${near}?` } : {}),
    };
  }
  if (FILES.includes(instruction) && !files)
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
