import { expect, test } from 'vitest';
import { Boot } from '../../src/toolstack/boot.ts';

function said(...lines: string[]) {
  const boot = new Boot('edge');
  for (const line of lines) boot.take(line);
  return boot;
}

test('a ClickOS that holds its configuration says in its own words that it runs', async () => {
  const boot = said('Starting driver...');
  await boot.decided;
  expect(boot.failure('decided', 1)).toBeUndefined();
});

test('and that it does not', async () => {
  const boot = said('config:1: no such class', 'Router init failed!');
  await boot.decided;
  expect(boot.failure('decided', 1)).toMatchObject({
    code: 'CF7508',
    lines: ['config:1: no such class', 'Router init failed!'],
  });
});
