import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lookup } from '../../src/catalog/index.ts';
import { readVectors } from './vectors.ts';
import { verifyVector } from './verify-vector.ts';

const FOLDER = new URL('../fixtures/click-language/', import.meta.url);
const topics = readdirSync(FOLDER).map((file) => [file, readVectors(new URL(file, FOLDER))] as const);

describe.each(topics)('%s', (_, vectors) => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) =>
    verifyVector(vector, (name) => lookup(name, 'click')),
  );
});

test('there are enough of them, each with a name of its own', () => {
  const names = topics.flatMap(([, vectors]) => vectors.map(({ name }) => name));
  expect(names.length).toBeGreaterThanOrEqual(250);
  expect(new Set(names).size).toBe(names.length);
});
