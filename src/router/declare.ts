import type { ConfigNode, ElementNode, TypeNode } from '../click-config-parser/index.ts';
import type { ElementClass } from './classes.ts';
import type { Context } from './context.ts';

/**
 * The element that `node` names: a reference, a new one of the class it names, or a declaration.
 * @param existing the element that has the name already
 * @param own the class that the name itself is
 * @param declared the class after `::`
 */
export function declare(
  context: Context,
  node: ElementNode,
  existing: number | undefined,
  own: ElementClass | undefined,
  declared: ElementClass | undefined,
  config: ConfigNode | undefined,
): number {
  const { scope } = context;
  if (existing !== undefined && own === undefined) {
    if (declared !== undefined) reportRedeclaration(context, node, existing);
    return existing;
  }
  const span = context.span(node.start, node.end);
  const use = declared && context.explainLate(node.name, span, false);
  if (own !== undefined && declared !== undefined) {
    const notes =
      use === undefined ? [] : [{ message: 'taken for a class since it was used here', span: use }];
    context.error('CF2004', `class '${node.name}' used as element name`, span, { notes });
  }
  const made = own ?? declared ?? undeclared(context, node);
  const isAnonymous = own !== undefined || declared === undefined;
  const name = isAnonymous ? scope.provisionalName(node.name) : node.name;
  if (node.name.includes('/')) context.hasSlashes = true;
  if (!isAnonymous) checkName(context, name, span);
  if (config === undefined) return scope.declare(name, made, '', span);
  return scope.declare(name, made, config.text, span, context.span(config.start, config.end));
}

/** The class that `type` names; an unknown one is reported once and is a class from then on. */
export function classOf(context: Context, type: TypeNode): ElementClass {
  const found = context.classes.lookup(type.name);
  if (found !== undefined) return found;
  const hint = suggestClass(context, type.name);
  context.error('CF2001', `unknown element class '${type.name}'`, context.span(type.start, type.end), {
    hint,
  });
  return context.classes.defineUnknown(type.name);
}

function undeclared(context: Context, node: ElementNode): ElementClass {
  const { name } = node;
  // The same list may have made it a class already.
  const known = context.classes.lookup(name);
  const hint =
    explainName(context, name) ??
    suggestClass(context, name) ??
    context.suggest(name, context.scope.index.keys()) ??
    context.suggest(name, KEYWORDS);
  context.undeclared(name, context.span(node.start, node.end), hint);
  return known ?? context.classes.defineUnknown(name);
}

const KEYWORDS = ['elementclass', 'require', 'define'];

/** What a word probably means that is neither an element nor a class. */
function explainName(context: Context, name: string): string | undefined {
  if (/^[0-9]+$/.test(name)) return "arguments stand in parentheses: 'CLASS(ARGUMENT)'";
  if (name === 'class') return "did you mean 'elementclass'?";
  if (name !== '' && name === context.scope.name)
    return `'${name}' is still being defined here: is a '}' missing before?`;
  return undefined;
}

function suggestClass(context: Context, name: string): string | undefined {
  return context.suggest(name, context.classes.definedNames()) ?? context.suggest(name, context.classNames());
}

function reportRedeclaration(context: Context, node: ElementNode, existing: number): void {
  const { scope } = context;
  const notes =
    scope.classes[existing]!.kind === 'tunnel'
      ? []
      : [{ message: `element '${node.name}' previously declared here`, span: scope.spans[existing]! }];
  const span = context.span(node.start, node.end);
  context.error('CF2003', `redeclaration of element '${node.name}'`, span, { notes });
}

const DIGITS_COMPONENT = /(?:^|\/)[0-9]*(?:\/|$)/;

/** Click wants a byte that is no digit in each component of a name. */
export function checkName(
  context: Context,
  name: string,
  span: { file: string; start: number; end: number },
): void {
  const first = name.charCodeAt(0);
  if ((first > 57 || first < 48) && !context.hasSlashes) return;
  if (!DIGITS_COMPONENT.test(name)) return;
  context.error('CF2005', `element name '${name}' has all-digit component`, span);
}
