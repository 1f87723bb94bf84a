import { expect } from 'vitest';
import { flatten, loadRouter } from '../../src/router/index.ts';
import type { TraitsLookup } from '../../src/router/traits.ts';
import { codesFor, flatOfRouter, flatOfText, messagesOf, run, type Vector } from './vectors.ts';

/**
 * Holds the project to one vector: the same verdict; a finding at the place of each message, and one of the same
 * meaning for the first; for what is accepted the same flat router, which the printed text gives again.
 */
export function verifyVector(vector: Vector, traits: TraitsLookup): void {
  const messages = messagesOf(vector.driver.stderr);
  const { flat, diagnostics, places } = run(vector, traits);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const isRefused = messages.some(({ text }) => !text.startsWith('warning:'));
  expect(errors.length > 0, errors.map(({ code, message }) => `${code} ${message}`).join('\n')).toBe(
    isRefused,
  );
  for (const { place } of messages) if (place !== undefined) expect(places).toContain(place);
  const [first] = messages;
  if (first !== undefined) expectSame(first, diagnostics, places);
  if (vector.driver.rc !== 0) return;
  expect(flat).toEqual(flatOfText(vector.driver.stdout));
  const { router } = loadRouter(vector.input, 'a.click', { traits });
  const again = loadRouter(flatten(router), 'b.click', { traits });
  expect(again.diagnostics).toEqual([]);
  expect(flatOfRouter(again.router)).toEqual(flat);
}

function expectSame(
  message: { place: string | undefined; text: string },
  found: { code: string }[],
  places: string[],
) {
  const codes = found.filter((_, i) => message.place === undefined || places[i] === message.place);
  const wanted = codesFor(message.text);
  expect(
    codes.map(({ code }) => code).filter((code) => wanted.includes(code)),
    message.text,
  ).not.toEqual([]);
}
