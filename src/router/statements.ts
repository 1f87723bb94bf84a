import { skip, VARIABLE } from '../click-config-parser/characters.ts';
import {
  type DefineNode,
  type ElementClassNode,
  type Statement,
  shiftWord,
  splitArguments,
} from '../click-config-parser/index.ts';
import { elaborateChain } from './chain.ts';
import { defineCompound } from './compound.ts';
import type { Context } from './context.ts';
import { classOf } from './declare.ts';
import { elaborateRequire } from './requirements.ts';

/** Reads the statements of a file, compound or group into the scope at hand. */
export function elaborateStatements(context: Context, statements: readonly Statement[]): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'chain':
        elaborateChain(context, statement);
        break;
      case 'elementclass':
        elaborateElementClass(context, statement);
        break;
      case 'define':
        elaborateDefine(context, statement);
        break;
      case 'require':
        elaborateRequire(context, statement);
    }
  }
}

function elaborateElementClass(context: Context, node: ElementClassNode): void {
  const { name, body, synonym } = node;
  if (name.includes('/')) context.hasSlashes = true;
  context.explainLate(name, context.span(node.nameStart, node.nameStart + name.length), true);
  if (body !== undefined) {
    const compound = defineCompound(context, body, name, node.nameStart);
    if (name !== '') context.classes.define(name, compound);
  } else if (synonym !== undefined) {
    const target = classOf(context, synonym);
    if (name !== '') context.classes.define(name, target);
  } else if (name !== '') context.classes.defineUnknown(name);
}

function elaborateDefine(context: Context, node: DefineNode): void {
  const { scope } = context;
  for (const { text, start, end } of splitArguments(node.config.text, node.config.start)) {
    if (text === '') continue;
    const span = context.span(start, end);
    const [variable, value] = shiftWord(text);
    if (!isVariable(variable)) {
      const hint = /^[A-Za-z0-9_]+$/.test(variable) ? `did you mean '$${variable}'?` : undefined;
      context.error('CF2019', `bad 'define' declaration: '${variable}' is not a variable`, span, { hint });
      continue;
    }
    const name = variable.substring(1);
    if (scope.variables.define(name, value)) {
      if (scope.depth > 0) scope.definitions.push({ variable: name, value });
    } else context.error('CF2014', `parameter '${variable}' multiply defined`, span);
  }
}

/** Whether the word is `$` and a name. */
function isVariable(word: string): boolean {
  return word.length > 1 && word[0] === '$' && skip(word, 1, VARIABLE) === word.length;
}
