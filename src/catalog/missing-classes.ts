import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { Router } from '../router/router.ts';
import { availability, lookup } from './catalog.ts';
import type { Target } from './spec.ts';

const PLACES: Record<Target, string> = {
  clickforge: "clickforge's base image",
  simulator: 'the simulator',
  clickos: 'a stock ClickOS',
  click: 'Click at user level',
};

/** Names the elements whose class exists, but not where the configuration is to run. */
export function missingClasses(router: Router, target: Target): Diagnostic[] {
  return router.elements.flatMap(({ name, className, span, declaredIn }) => {
    if (lookup(className, target)) return [];
    const where = availability(className);
    if (where === undefined) return [];
    const diagnostic: Diagnostic = {
      code: 'CF8006',
      severity: 'error',
      message: `${PLACES[target]} has no ${className}, which ${name} is`,
      span,
      hint: `${className} exists in ${where}`,
    };
    if (declaredIn) diagnostic.notes = [{ message: 'it comes from this compound element', span: declaredIn }];
    return [diagnostic];
  });
}
