import type { Router } from '../router.ts';

/** Whether two routers have the same elements and connections, wherever these were written. */
export function isSameRouter(a: Router, b: Router): boolean {
  return (
    a.elements.length === b.elements.length &&
    a.connections.length === b.connections.length &&
    a.requirements.join() === b.requirements.join() &&
    a.elements.every((element, i) => {
      const other = b.elements[i]!;
      return (
        element.name === other.name &&
        element.className === other.className &&
        element.config === other.config
      );
    }) &&
    a.connections.every((connection, i) => {
      const other = b.connections[i]!;
      return (
        connection.from === other.from &&
        connection.fromPort === other.fromPort &&
        connection.to === other.to &&
        connection.toPort === other.toPort
      );
    })
  );
}
