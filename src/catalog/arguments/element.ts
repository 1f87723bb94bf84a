import type { Router } from '../../router/router.ts';
import { readString } from './word.ts';

/** Elements by name, searched from the inside of a compound outwards. */
export class ElementIndex {
  readonly #byName: Map<string, number>;

  constructor(router: Router) {
    this.#byName = new Map(router.elements.map((element, index) => [element.name, index]));
  }

  /** The index of the element that `text` names where the element `user` stands; undefined: there is none. */
  find(text: string, user: string): number | undefined {
    const name = readString(text) ?? text;
    for (let end = user.lastIndexOf('/'); ; end = user.lastIndexOf('/', end - 1)) {
      const index = this.#byName.get(user.substring(0, end + 1) + name);
      if (index !== undefined || end < 0) return index;
    }
  }
}
