import type { Router, RouterElement } from '../router.ts';

/** What a pass did to one element, and why. */
export interface Change {
  kind: 'removed' | 'changed';
  element: RouterElement;
  reason: string;
}

export interface PassResult {
  router: Router;
  changes: Change[];
}
