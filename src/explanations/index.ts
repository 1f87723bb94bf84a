import type { Explanation } from './explanation.ts';

export type { Explanation } from './explanation.ts';

/** Where the explanations of codes are that begin so, the longest beginning first to count. Loaded when asked for. */
const FILES: Readonly<
  Record<string, () => Promise<{ EXPLANATIONS: Readonly<Record<string, Explanation>> }>>
> = {
  CF1: () => import('./syntax.ts'),
  CF2: () => import('./meaning.ts'),
  CF3: () => import('./ports.ts'),
  CF4: () => import('./arguments.ts'),
  CF5: () => import('./images.ts'),
  CF6: () => import('./domains.ts'),
  CF66: () => import('./bundles.ts'),
  CF65: () => import('./servers.ts'),
  CF7: () => import('./machine.ts'),
  CF72: () => import('./servers.ts'),
  CF75: () => import('./toolstack.ts'),
  CF76: () => import('./xenstore.ts'),
  CF8: () => import('./machine.ts'),
  CF9: () => import('./simulation.ts'),
};

/** What there is to say about a code; undefined for one that does not exist. */
export async function explain(code: string): Promise<Explanation | undefined> {
  const file = FILES[code.substring(0, 4)] ?? FILES[code.substring(0, 3)];
  return file && (await file()).EXPLANATIONS[code];
}

export type CodeTable = Readonly<Record<string, readonly [name: string, title: string]>>;

/** Every diagnostic code there is, in order, with its short name and its title. */
export async function allCodes(): Promise<CodeTable> {
  const tables: CodeTable[] = [
    (await import('../click-config-parser/index.ts')).CODES,
    (await import('../router/passes/codes.ts')).PASS_CODES,
    (await import('../catalog/codes.ts')).ARGUMENT_CODES,
    (await import('../image/error.ts')).IMAGE_CODES,
    (await import('../targets/codes.ts')).TARGET_CODES,
    (await import('./xl-codes.ts')).XL_CODES,
    (await import('../vims/codes.ts')).VIM_CODES,
    (await import('../bundles/codes.ts')).BUNDLE_CODES,
    (await import('../toolstack/codes.ts')).TOOLSTACK_CODES,
    (await import('../xenstore/error.ts')).XENSTORE_CODES,
    (await import('../system/error.ts')).SYSTEM_CODES,
    (await import('./command-codes.ts')).COMMAND_CODES,
    (await import('../simulator/error.ts')).SIMULATOR_CODES,
  ];
  const all = tables.flatMap((table) => Object.entries(table));
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}
