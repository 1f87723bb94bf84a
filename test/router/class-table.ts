import { existsSync, readFileSync } from 'node:fs';
import type { Traits } from '../../src/router/traits.ts';

const TABLE = new URL('../../../shared/facts/element-classes.tsv', import.meta.url);

/** The classes of Click's user-level driver as a table of facts lists them; empty where there is no such table. */
export function userlevelClasses(): Map<string, Traits> {
  if (!existsSync(TABLE)) return new Map();
  const [head, ...rows] = readFileSync(TABLE, 'utf8').trim().split('\n');
  const column = (name: string) => head!.split('\t').indexOf(name);
  const [ports, processing, flow, has] = ['port_count', 'processing', 'flow_code', 'in_click_userlevel'].map(
    column,
  );
  const cells = rows.map((row) => row.split('\t')).filter((row) => row[has!] === 'yes');
  return new Map(
    cells.map((row) => [row[0]!, { ports: row[ports!]!, processing: row[processing!]!, flow: row[flow!]! }]),
  );
}
