import { describe, test } from 'vitest';
import { userlevelClasses } from './class-table.ts';
import { readVectors } from './vectors.ts';
import { verifyVector } from './verify-vector.ts';

const classes = userlevelClasses();
const vectors = readVectors(new URL('../../../shared/vectors/click-language.jsonl', import.meta.url));

describe.skipIf(vectors.length === 0)("Click's own verdicts", () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) =>
    verifyVector(vector, (name) => classes.get(name)),
  );
});
