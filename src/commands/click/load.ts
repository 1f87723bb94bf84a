import { simulatorAbi } from '../../../generated/abi.js';
import { checkArguments, classNames, lookup } from '../../catalog/index.ts';
import { type Diagnostic, parse, quote } from '../../click-config-parser/index.ts';
import { compile } from '../../plan/index.ts';
import { check, elaborate, type Router, type RouterElement } from '../../router/index.ts';
import { DRIVER, Landmarks, printArgumentFindings, printFindings } from './messages.ts';
import type { ClickOptions } from './options.ts';
import { tellMessages } from './tell-messages.ts';

/** A configuration that Click would run, or what it says of one that it would not. */
export interface LoadedConfiguration {
  /** As it was read; latin1. */
  text: string;
  /** Warnings, or the errors; latin1 lines. */
  messages: string;
  router: Router;
  landmarks: Landmarks;
  /** Undefined where there are errors. */
  plan: Uint8Array | undefined;
}

export interface LoadOptions {
  definitions: Readonly<Record<string, string>>;
  /** The bytes of a library, as latin1. */
  readFile: (path: string) => string | undefined;
  /** Sockets of the command line, each an element of its own. */
  sockets: ClickOptions['sockets'];
}

/** What Click says last when a configuration that it could read cannot run. */
export const NOT_INITIALIZED = 'Router could not be initialized!\n';

/** Takes a configuration through Click's own phases: each reports all that it finds, and the first with errors ends it. */
export function loadConfiguration(text: string, name: string, options: LoadOptions): LoadedConfiguration {
  const parsed = parse(text, name, { asClick: true });
  const traits = (className: string) => lookup(className, 'simulator');
  const { router, diagnostics } = elaborate(parsed.tree, {
    ...options,
    asClick: true,
    traits,
    classNames: () => classNames('simulator'),
  });
  router.elements.push(...options.sockets.map(controlSocket));
  const landmarks = new Landmarks(parsed.tree, router.sources);
  const read = [...parsed.diagnostics, ...diagnostics].sort(byPlace);
  const messages = printFindings(read, landmarks);
  const failed = (more: string): LoadedConfiguration => ({
    text,
    messages: messages + more,
    router,
    landmarks,
    plan: undefined,
  });
  if (hasErrors(read)) return failed('');
  const checked = check(router, traits);
  if (hasErrors(checked.diagnostics))
    return failed(printFindings(firstPhase(checked.diagnostics), landmarks) + NOT_INITIALIZED);
  const { diagnostics: found, values: all } = checkArguments(router, 'simulator');
  const { said: told, values } = tellMessages(router.elements, all);
  const wrong = [...found, ...told];
  const said = printArgumentFindings(router.elements, wrong, landmarks);
  if (hasErrors(wrong)) return failed(said + NOT_INITIALIZED);
  const plan = compile(withPorts(router, checked.resolved), values, simulatorAbi);
  return { text, messages: messages + said, router, landmarks, plan };
}

/** As Click's driver adds it to the configuration. */
function controlSocket({ type, where }: ClickOptions['sockets'][number], index: number): RouterElement {
  return {
    name: `click_driver@@ControlSocket${index === 0 ? '' : `@${index}`}`,
    className: 'ControlSocket',
    config: `${type}, ${/^[\w./+-]+$/.test(where) ? where : quote(where)}`,
    span: { file: DRIVER, start: 0, end: 0 },
  };
}

function withPorts(router: Router, resolved: ReturnType<typeof check>['resolved']) {
  return {
    ...router,
    ninputs: resolved.map(({ ninputs }) => ninputs),
    noutputs: resolved.map(({ noutputs }) => noutputs),
    isPull: router.connections.map(({ from, fromPort }) => resolved[from]!.outputs[fromPort] === 'pull'),
  };
}

/** Ports that do not exist end the checks before others are looked at. */
function firstPhase(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const missing = diagnostics.filter(({ code }) => code === 'CF3001');
  return missing.length > 0 ? missing : diagnostics;
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** In the order of the text, as a parser comes by; findings in other files keep their place among themselves. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.span?.file !== b.span?.file) return 0;
  return (a.span?.start ?? 0) - (b.span?.start ?? 0);
}
