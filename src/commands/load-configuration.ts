import type { Target } from '../catalog/index.ts';
import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ResolvedRouter } from '../plan/index.ts';
import type { ResolvedElement, Router } from '../router/index.ts';
import { SystemError } from '../system/error.ts';
import { readLatin1 } from '../system/read-file.ts';
import type { System } from '../system/system.ts';
import type { Definitions } from './definitions.ts';
import type { Session } from './session.ts';
import { asBytes, asText } from './words.ts';

/** A path at which a library was looked for, as bytes, and its latin1 text; undefined where there is none. */
export interface LibraryRead {
  path: string;
  source: string | undefined;
}

/** Reads a configuration and takes it through every check. Throws SystemError when the file cannot be read. */
export async function loadConfiguration(
  { system, stopwatch }: Session,
  file: string,
  target: Target,
  definitions: Definitions = {},
) {
  const [{ parse }, { check, elaborate }, catalog] = await Promise.all([
    import('../click-config-parser/index.ts'),
    import('../router/index.ts'),
    import('../catalog/index.ts'),
  ]);
  stopwatch.lap('imports');
  const name = file === '-' ? '<stdin>' : asBytes(file);
  const source = stopwatch.time('read', () => readLatin1(system, file));
  // Click understands `[0-3]`, a stock ClickOS does not.
  const portRanges = target !== 'clickos';
  const parsed = stopwatch.time('parse', () => parse(source, name, { portRanges }));
  const traits = (className: string) =>
    catalog.lookup(className, target) ?? catalog.lookupAnywhere(className);
  const libraries: LibraryRead[] = [];
  const elaborated = stopwatch.time('elaborate', () =>
    elaborate(parsed.tree, {
      traits,
      classNames: () => catalog.classNames(target),
      definitions,
      portRanges,
      readFile: (path) => {
        const source = readLibrary(system, path);
        libraries.push({ path, source });
        return source;
      },
      libraryFolders: libraryFolders(system),
    }),
  );
  const { router } = elaborated;
  const checked = stopwatch.time('check', () => {
    const ports = isWhole([...parsed.diagnostics, ...elaborated.diagnostics])
      ? check(router, traits)
      : { resolved: [], diagnostics: [] };
    const args = catalog.checkArguments(router, target);
    const connected = hasErrors(ports.diagnostics) ? [] : ports.resolved;
    const start = catalog.checkStart(router, connected, args.values, target);
    return { ports, args, start };
  });
  const found: Diagnostic[] = [
    ...parsed.diagnostics,
    ...elaborated.diagnostics,
    ...catalog.missingClasses(router, target),
    ...checked.ports.diagnostics,
    ...checked.args.diagnostics,
    ...checked.start,
  ];
  const diagnostics = catalog.withoutTheRest(found);
  const resolved = resolvedRouter(router, checked.ports.resolved);
  return { router, resolved, values: checked.args.values, diagnostics, libraries };
}

/** Whether all connections are known: otherwise every check of ports would repeat what is missing already. */
function isWhole(diagnostics: Diagnostic[]): boolean {
  return diagnostics.every(({ code, severity }) => severity !== 'error' || code === 'CF2001');
}

/** What the compiler of Plans takes; of use only when there are no errors. */
function resolvedRouter(router: Router, resolved: ResolvedElement[]): ResolvedRouter {
  return {
    ...router,
    ninputs: resolved.map(({ ninputs }) => ninputs),
    noutputs: resolved.map(({ noutputs }) => noutputs),
    isPull: router.connections.map(({ from, fromPort }) => resolved[from]?.outputs[fromPort] === 'pull'),
  };
}

export function hasErrors(diagnostics: Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** As Click looks for them: each folder of CLICKPATH, its `conf` first. */
function libraryFolders({ environment }: System): string[] {
  const folders = (environment.CLICKPATH ?? '').split(':').filter((folder) => folder !== '');
  return folders.flatMap((folder) => [`${asBytes(folder)}/conf`, asBytes(folder)]);
}

function readLibrary(system: System, path: string): string | undefined {
  try {
    return readLatin1(system, asText(path));
  } catch (error) {
    if (error instanceof SystemError && error.code === 'CF7101') return undefined;
    throw error;
  }
}
