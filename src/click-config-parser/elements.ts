import type { ChainNode, ElementNode } from './tree.ts';

/** All elements of a chain, in order. */
export function elementsOf({ first }: ChainNode): ElementNode[] {
  const elements: ElementNode[] = [];
  for (let node: ElementNode | undefined = first; node !== undefined; node = node.next) elements.push(node);
  return elements;
}
