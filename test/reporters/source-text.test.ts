import { expect, test } from 'vitest';
import { SourceText } from '../../src/reporters/source-text.ts';

test('columns of long lines are those that are counted from their beginning, in any order', () => {
  const line = Buffer.from(`${'aé→'.repeat(5000)}\xff`, 'utf8').toString('latin1');
  const source = new SourceText('f', `short\n${line}\n${line}`);
  const starts = [6, 7 + line.length];
  const offsets = [0, 6, 4092, 4096, 4098, 8190, 8193, 8196, 12_288, 20_000, 29_998];
  for (const offset of [...offsets, ...offsets.toReversed(), 4098, 29_998]) {
    for (const [i, start] of starts.entries()) {
      // Only beginnings of characters: within one there is no column.
      const at = offset - (offset % 6);
      const naive = [...Buffer.from(line.substring(0, at), 'latin1').toString('utf8')].length;
      expect(source.position(start + at)).toEqual({ line: i + 2, column: naive + 1 });
    }
  }
});
