import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = resolve(import.meta.dirname, '../src');

/** The room of a file: its folder in src/, or itself where it is in none. */
function roomOf(file: string): string {
  return relative(SOURCE, file).split('/')[0]!;
}

/** Each room with the rooms that it imports, and the file that does. */
function rooms(): Map<string, Map<string, string>> {
  const arrows = new Map<string, Map<string, string>>();
  for (const entry of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts')) continue;
    const file = join(SOURCE, entry);
    const from = roomOf(file);
    if (!arrows.has(from)) arrows.set(from, new Map());
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)) {
      const to = resolve(dirname(file), path!);
      if (to.startsWith(SOURCE) && roomOf(to) !== from) arrows.get(from)!.set(roomOf(to), entry);
    }
  }
  return arrows;
}

test('no room of src/ imports one that leads back to it', () => {
  const arrows = rooms();
  expect(arrows.size).toBeGreaterThan(15);
  const floor = new Map<string, number>();
  const visit = (room: string, way: string[]): number => {
    if (way.includes(room))
      throw new Error(`a circle: ${[...way.slice(way.indexOf(room)), room].join(' → ')}`);
    const known = floor.get(room);
    if (known !== undefined) return known;
    const below = [...(arrows.get(room)?.keys() ?? [])].map((each) => visit(each, [...way, room]));
    floor.set(room, 1 + Math.max(0, ...below));
    return floor.get(room)!;
  };
  for (const room of arrows.keys()) visit(room, []);
});

test.each(['click-config-parser', 'xen-xl-config'])('%s imports nothing of ours', (room) => {
  expect([...rooms().get(room)!.keys()]).toEqual([]);
});
