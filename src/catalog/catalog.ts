import { specs, told } from '../../generated/catalog.js';
import type { TraitsLookup } from '../router/traits.ts';
import type {
  ArgumentSpec,
  Driver,
  ElementManual,
  ElementSpec,
  ElementTold,
  ElementVariant,
  Target,
} from './spec.ts';

const DRIVERS: Partial<Record<Target, Driver>> = { clickos: 'minios', click: 'userlevel' };

// Asking an object for a property makes V8 keep the name for good, and most names that are asked for are elements'.
const known = new Set(Object.keys(specs));
const parsed = new Map<string, ElementSpec>();
const toldOf = new Map<string, ElementTold>();
const namesOf = new Map<Target, readonly string[]>();

/** The spec of a class as `target` has it; undefined when the class does not exist there. */
export function lookup(className: string, target: Target): ElementSpec | undefined {
  const before = byTarget[target].get(className);
  if (before) return before;
  const spec = lookupAnywhere(className);
  if (spec === undefined || !existsIn(spec, target)) return undefined;
  const own = ofDriver(spec, target, DRIVERS[target] && readTold(className).variants);
  byTarget[target].set(className, own);
  return own;
}

/** The spec of a class wherever it exists, as our runtime has or would have it. */
export function lookupAnywhere(className: string): ElementSpec | undefined {
  if (!known.has(className)) return undefined;
  const before = parsed.get(className);
  if (before) return before;
  const spec = JSON.parse(specs[className]!) as ElementSpec;
  parsed.set(className, spec);
  return spec;
}

/** All that is known of a class as `target` has it; undefined when the class does not exist there. */
export function manualOf(className: string, target: Target): ElementManual | undefined {
  const spec = manualAnywhere(className);
  return spec && existsIn(spec, target) ? ofDriver(spec, target, spec.variants) : undefined;
}

/** All that is known of a class wherever it exists, as our runtime has or would have it. */
export function manualAnywhere(className: string): ElementManual | undefined {
  const spec = lookupAnywhere(className);
  return spec && { ...spec, ...readTold(className) };
}

function readTold(className: string): ElementTold {
  const before = toldOf.get(className);
  if (before) return before;
  const own = JSON.parse(told[className]!) as ElementTold;
  toldOf.set(className, own);
  return own;
}

/** Port, processing and flow codes by class name, for the checks of a router. */
export function traits(target: Target): TraitsLookup {
  return (className) => lookup(className, target);
}

/** Names of all classes that exist in `target`, in order. */
export function classNames(target: Target): readonly string[] {
  const before = namesOf.get(target);
  if (before) return before;
  const names = allClassNames().filter((name) => existsIn(lookupAnywhere(name)!, target));
  namesOf.set(target, names);
  return names;
}

export function allClassNames(): string[] {
  return [...known];
}

/** The targets that have a class. */
export function targetsOf(className: string): Target[] {
  const spec = lookupAnywhere(className);
  const targets: Target[] = ['clickforge', 'clickos', 'click'];
  return spec === undefined ? [] : targets.filter((target) => existsIn(spec, target));
}

/** "a stock ClickOS and Click (userlevel)": where else a class exists; undefined when nowhere. */
export function availability(className: string): string | undefined {
  const spec = lookupAnywhere(className);
  if (spec === undefined) return undefined;
  const places = spec.runtime ? ["clickforge's base image"] : [];
  if (spec.simulator) places.push("clickforge's simulator");
  if (spec.clickos) places.push('a stock ClickOS');
  const drivers = spec.drivers.filter((driver) => driver !== 'minios');
  const needs = spec.needs ? ` built with ${spec.needs}` : '';
  if (drivers.length > 0) places.push(`${spec.fork ?? 'Click'} (${drivers.join(', ')})${needs}`);
  if (places.length === 0) return undefined;
  const last = places.pop()!;
  return places.length > 0 ? `${places.join(', ')} and ${last}` : last;
}

function existsIn(spec: ElementSpec, target: Target): boolean {
  if (target === 'clickforge') return spec.runtime;
  if (target === 'simulator') return spec.runtime || spec.simulator === true;
  if (target === 'clickos') return spec.clickos;
  return spec.drivers.includes('userlevel') && spec.needs === undefined && spec.fork === undefined;
}

type Specs = Map<string, ElementSpec>;

const byTarget: Readonly<Record<Target, Specs>> = {
  clickforge: new Map(),
  simulator: new Map(),
  clickos: new Map(),
  click: new Map(),
};

/** A class of our runtime is the one for MiniOS, but for what its variants say. */
function ofDriver<Spec extends Known>(spec: Spec, target: Target, variants: ElementTold['variants']): Spec {
  const driver = DRIVERS[target];
  const variant = driver && variants?.[driver];
  return select(variant ? merge(spec, variant) : spec, driver);
}

type Known = ElementSpec & Partial<ElementTold>;

/** Leaves out what the driver has not; without one it is our runtime, which is like MiniOS. */
function select<Spec extends Known>(spec: Spec, driver: Driver | undefined): Spec {
  const has = ({ drivers, own }: Pick<ArgumentSpec, 'drivers' | 'own'>) =>
    (drivers?.includes(driver ?? 'minios') ?? true) && !(own && driver !== undefined);
  const selected = { ...spec };
  if (spec.arguments) selected.arguments = spec.arguments.filter(has);
  if (spec.handlers) selected.handlers = spec.handlers.filter(has);
  return selected;
}

/** Arguments and handlers of another driver's class are its own, or not known. */
function merge<Spec extends Known>(spec: Spec, variant: Partial<ElementVariant>): Spec {
  const merged: Spec = { ...spec, ...variant };
  for (const key of ['arguments', 'positional', 'keywords_first', 'handlers', 'manual'] as const)
    if (!(key in variant)) delete merged[key];
  return merged;
}
