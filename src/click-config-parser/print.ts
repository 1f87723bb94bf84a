import type {
  BodyNode,
  CompoundNode,
  ElementClassNode,
  ElementNode,
  FormalNode,
  PortsNode,
  Statement,
  Tree,
  TypeNode,
} from './tree.ts';

/** Writes a tree as text that parses to an equal tree; comments outside of configuration strings are lost. */
export function print(tree: Tree): string {
  return statements(tree.statements);
}

function statements(list: Statement[]): string {
  return list.map((statement) => `${printStatement(statement)}\n`).join('');
}

function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'chain':
      return `${chain(statement.first)};`;
    case 'elementclass':
      return elementClass(statement);
    case 'require':
      return `require(${statement.config.text});`;
    case 'define':
      return `define(${statement.config.text})`;
  }
}

function elementClass(node: ElementClassNode): string {
  if (node.body !== undefined) return `elementclass ${node.name} ${compound(node.body)}`;
  return `elementclass ${node.name} ${node.synonym?.name ?? ''};`;
}

function chain(first: ElementNode): string {
  let text = '';
  for (let node: ElementNode | undefined = first; node !== undefined; node = node.next) {
    text += element(node);
    if (node.joint === ',') text += ', ';
    else if (node.joint !== '') text += ` ${node.joint} `;
  }
  return text;
}

function element(node: ElementNode): string {
  if (node.implicit) return ports(node.outputs ?? node.inputs);
  const config = node.config === undefined ? '' : `(${node.config.text})`;
  const inputs = node.inputs === undefined ? '' : `${ports(node.inputs)} `;
  const outputs = node.outputs === undefined ? '' : ` ${ports(node.outputs)}`;
  return `${inputs}${core(node)}${type(node.type)}${config}${outputs}`;
}

function core(node: ElementNode): string {
  if (node.body === undefined) return node.name;
  return node.body.kind === 'compound' ? compound(node.body) : `(\n${statements(node.body.statements)})`;
}

function type(node: TypeNode | undefined): string {
  if (node === undefined) return '';
  return ` :: ${node.body === undefined ? node.name : compound(node.body)}`;
}

function ports(node: PortsNode | undefined): string {
  return node === undefined ? '' : `[${node.numbers.join(', ')}${node.open ? ',' : ''}]`;
}

function compound(node: CompoundNode): string {
  return `{${node.bodies.map(body).join('||')}}`;
}

function body(node: BodyNode): string {
  // The body after `...` is Click's own and empty; printed, it would be made a second time.
  if (node.extendsAt >= 0) return ' ... ';
  const formals = node.formals.length === 0 ? '' : ` ${node.formals.map(formal).join(', ')} |`;
  return `${formals}\n${statements(node.statements)}`;
}

function formal(node: FormalNode): string {
  return node.keyword === '' ? `$${node.variable}` : `${node.keyword} $${node.variable}`;
}
