import { parseUnsigned } from '../catalog/arguments/integer.ts';
import { assign } from '../catalog/assign.ts';
import { lookup } from '../catalog/catalog.ts';
import { argumentTexts } from '../click-config-parser/index.ts';
import type { PlanElement } from '../plan/read.ts';

/** DirectIPLookup has an entry of two bytes for every net of 24 bits, whatever its routes. */
export const DIRECT = 1 << 25;
const MOST = 0xffffffff;

/** Bytes of memory that the tables of an element take at least, by what its arguments say of their sizes. */
export function tableMemory({ className, config }: Pick<PlanElement, 'className' | 'config'>): number {
  const spec = lookup(className, 'clickforge');
  const sized = spec?.arguments?.filter(({ memory }) => memory !== undefined) ?? [];
  if (spec === undefined || sized.length === 0) return 0;
  const { byName } = assign(argumentTexts(config), spec, () => true);
  return sized.reduce(
    (sum, { name, memory, default: usual = 0 }) => {
      // Of a rewriter that shares another's mappings it is a name.
      const places = parseUnsigned(byName.get(name)?.text ?? String(usual), MOST) ?? 0;
      return sum + places * memory!;
    },
    className === 'DirectIPLookup' ? DIRECT : 0,
  );
}
