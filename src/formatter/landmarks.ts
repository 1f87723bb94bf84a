import {
  type BodyNode,
  type CompoundNode,
  type ElementNode,
  elementsOf,
  type GroupNode,
  type PortsNode,
  type Statement,
  type Tree,
} from '../click-config-parser/index.ts';

/** Offsets that the tree knows and a token by itself does not show. */
export interface Landmarks {
  /** Where chains begin. */
  chains: Set<number>;
  /** From the `(` of each configuration string to after its `)`. */
  configs: Map<number, number>;
  /** From the `[` of each port list to after its `]`. */
  ports: Map<number, number>;
}

export function landmarksOf(tree: Tree): Landmarks {
  const landmarks: Landmarks = { chains: new Set(), configs: new Map(), ports: new Map() };
  visitStatements(tree.statements, landmarks);
  return landmarks;
}

function visitStatements(list: Statement[], landmarks: Landmarks): void {
  for (const statement of list) {
    switch (statement.kind) {
      case 'chain':
        landmarks.chains.add(statement.start);
        for (const element of elementsOf(statement)) visitElement(element, landmarks);
        break;
      case 'elementclass':
        visitCompound(statement.body, landmarks);
        break;
      case 'require':
      case 'define':
        addConfig(statement.config, landmarks);
    }
  }
}

function visitElement(node: ElementNode, landmarks: Landmarks): void {
  addPorts(node.inputs, landmarks);
  addPorts(node.outputs, landmarks);
  addConfig(node.config, landmarks);
  visitBody(node.body, landmarks);
  visitCompound(node.type?.body, landmarks);
}

function visitBody(body: CompoundNode | GroupNode | undefined, landmarks: Landmarks): void {
  if (body?.kind === 'group') visitStatements(body.statements, landmarks);
  else visitCompound(body, landmarks);
}

function visitCompound(body: CompoundNode | undefined, landmarks: Landmarks): void {
  for (const { statements } of body?.bodies ?? ([] as BodyNode[])) visitStatements(statements, landmarks);
}

function addConfig(config: { start: number; end: number } | undefined, { configs }: Landmarks): void {
  if (config !== undefined) configs.set(config.start - 1, config.end + 1);
}

function addPorts(node: PortsNode | undefined, { ports }: Landmarks): void {
  if (node !== undefined) ports.set(node.start, node.end);
}
