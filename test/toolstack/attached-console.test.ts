import { expect, test } from 'vitest';
import { consoleFailure } from '../../src/toolstack/attached-console.ts';

const ended = (exitCode: number, stderr = '') =>
  consoleFailure({ exitCode, stdout: '', stderr, missing: false, timedOut: false }, 'fw');

test('a console that ends with its domain is no failure', () => {
  expect(ended(0)).toBeUndefined();
});

test('a connection that breaks is not blamed on the console', () => {
  const error = ended(255, 'Timeout, server xen1 not responding.\r\n');
  expect(error).toMatchObject({
    code: 'CF7511',
    message: 'the connection to the host of fw broke: Timeout, server xen1 not responding.',
  });
});

test('nor is a domain that is not there', () => {
  expect(ended(9)).toMatchObject({ code: 'CF7512' });
});
