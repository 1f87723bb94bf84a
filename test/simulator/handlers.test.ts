import { expect, test } from 'vitest';
import { expectDone, findElement, parseHandler } from '../../src/simulator/handlers.ts';
import { start } from './configuration.ts';

const router = start('InfiniteSource(LIMIT 1) -> c :: Counter -> Discard');
const { plan, handlers } = router.simulation;

test('elements are found by name, and by number from 1', () => {
  const second = plan.elements.findIndex(({ name }) => name === 'c');
  expect(findElement(plan, 'c')).toBe(second);
  expect(findElement(plan, `${second + 1}`)).toBe(second);
  expect(findElement(plan, '0')).toBeUndefined();
  expect(findElement(plan, `${plan.elements.length + 1}`)).toBeUndefined();
  expect(findElement(plan, 'x')).toBeUndefined();
  expect(parseHandler(plan, `${second + 1}.count`)).toEqual({
    element: second,
    handler: 'count',
    full: 'c.count',
  });
  expect(parseHandler(plan, 'version')).toMatchObject({ element: undefined, handler: 'version' });
});

test('what a call did not come to is told', () => {
  const of = (name: string) => parseHandler(plan, name);
  const read = (name: string) => () => expectDone(handlers.read(of(name)), of(name), 'read');
  const write =
    (name: string, value = '') =>
    () =>
      expectDone(handlers.write(of(name), value), of(name), 'write');
  expect(read('c.count')).not.toThrow();
  expect(read('c.nothing')).toThrow("no 'c.nothing' handler");
  expect(read('c.reset')).toThrow("'c.reset' is a write handler");
  expect(write('c.count')).toThrow("'c.count' is a read handler");
  expect(() => expectDone({ status: 'refused', text: '' }, of('c.reset'), 'write')).toThrow(
    'c.reset: refused',
  );
  expect(write('c.reset', ' '.repeat(1 << 20))).toThrow('a handler takes at most 1048571 bytes');
});
