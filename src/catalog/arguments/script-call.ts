import { shiftWord } from '../../click-config-parser/index.ts';
import { nearest } from '../../nearest.ts';
import { lookup, manualOf } from '../catalog.ts';
import { type Access, hasHandler, routerHasHandler } from '../handlers.ts';
import type { Problem } from './script.ts';
import { fileOf } from './script-instruction.ts';
import { callsIn } from './script-template.ts';
import type { Context } from './value.ts';

/** Classes of scripts, which can have handlers that no spec names. */
export const SCRIPTS = ['Script', 'DriverManager'];

/** Names of the variables that are handlers of the script, too. */
export function exportedBy(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const [instruction, rest] = shiftWord(text);
    return /^exportq?$/.test(instruction) ? [shiftWord(rest)[0]] : [];
  });
}

/** A handler that an instruction calls and no guest has: Click may have it, as it has `cat` and `kill`. */
export function callProblem(
  text: string,
  exported: readonly string[],
  context: Context,
): Problem | undefined {
  if (context.target !== 'clickforge') return undefined;
  const [instruction, rest] = shiftWord(text);
  const calls: [string, Access][] = callsIn(rest).map((call) => [call, 'read']);
  if (/^readq?$/.test(instruction)) calls.push([rest, 'read']);
  if (/^writeq?$/.test(instruction)) calls.push([rest, 'write']);
  if (/^printn?q?$/.test(instruction) && /^[A-Za-z@_]/.test(fileOf(rest).text))
    calls.push([fileOf(rest).text, 'read']);
  for (const [call, access] of calls) {
    const problem = missing(shiftWord(call)[0], access, exported, context);
    if (problem) return problem;
  }
  return undefined;
}

/** Names that depend on variables are known at run time only. */
const NAME = /^(?:([A-Za-z0-9_@/]+)?\.)?([A-Za-z_][A-Za-z0-9_.]*)$/;

function missing(
  name: string,
  access: Access,
  exported: readonly string[],
  { element, elements }: Context,
): Problem | undefined {
  const [, owner, handler = ''] = NAME.exec(name) ?? [];
  if (handler === '') return undefined;
  if (owner === undefined) {
    const own = !name.startsWith('.') && hasHandler(element.className, handler, access);
    if (own || exported.includes(handler) || routerHasHandler(handler, access)) return undefined;
    const near = nearest(handler, [...exported, ...namesOf(element.className)]);
    return {
      message: `a guest has no '${name}' to ${access}`,
      ...(near && { hint: `did you mean ${near}?` }),
    };
  }
  const index = elements.find(owner, element.name);
  if (index === undefined) return { message: `there is no element '${owner}'` };
  const className = elements.classOf(index);
  if (SCRIPTS.includes(className) || lookup(className, 'clickforge') === undefined) return undefined;
  return hasHandler(className, handler, access)
    ? undefined
    : { message: `${owner} :: ${className} has no '${handler}' to ${access} in a guest` };
}

function namesOf(className: string): string[] {
  return manualOf(className, 'clickforge')?.handlers?.map(({ name }) => name) ?? [];
}
