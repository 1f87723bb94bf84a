import { expect, it } from 'vitest';
import { touchesConfiguration } from './xenstore-trace.ts';

const line = (path: string) => `[20261122T15:02:41.883Z]  D5.2         read      ${path} `;

it.each([
  'data/clickos',
  'data/clickos/0/config/0',
  'clickos/0/status',
  '/local/domain/5/data/clickos/0/config/1',
  '/local/domain/5/clickos/0/config/0',
])('sees %s', (path) => {
  expect(touchesConfiguration(line(path))).toBe(true);
});

it.each([
  'device/vif/0/backend',
  '/local/domain/5/name clickos-firewall',
  'data/clickos-like',
  '/vm/1/image/kernel /images/noclickos',
])('lets %s be', (path) => {
  expect(touchesConfiguration(line(path))).toBe(false);
});
