import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  allClassNames,
  availability,
  classNames,
  lookup,
  lookupAnywhere,
  type Target,
  targetsOf,
  traits,
} from '../../src/catalog/index.ts';
import { load } from './load.ts';

const FACTS = new URL('../../../shared/facts/element-classes.tsv', import.meta.url);

function rows(): Record<string, string>[] {
  if (!existsSync(FACTS)) return [];
  const [head, ...lines] = readFileSync(FACTS, 'utf8').trim().split('\n');
  const names = head!.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, index) => [names[index], cell])));
}

const facts = rows();

describe.skipIf(facts.length === 0)('what upstream has', () => {
  test('no class is missing', () => {
    expect(facts.filter(({ name }) => !lookupAnywhere(name!))).toEqual([]);
  });

  test('a stock ClickOS has the classes of its default build', () => {
    const wrong = facts.filter(
      ({ name, drivers, in_clickos_minios_default: has }) =>
        ['any', 'minios'].includes(drivers!) && lookupAnywhere(name!)!.clickos !== (has === 'yes'),
    );
    expect(wrong).toEqual([]);
  });

  test('ports, processing and flow are those of Click at user level', () => {
    const wrong = facts.filter(({ name, in_click_userlevel, drivers, ...codes }) => {
      const spec = lookup(name!, 'click');
      if (in_click_userlevel !== 'yes' || !['any', 'userlevel'].includes(drivers!) || !spec) return false;
      const { port_count: ports, processing, flow_code: flow } = codes;
      return spec.ports !== ports || spec.processing !== processing || spec.flow !== (flow || 'x/x');
    });
    expect(wrong).toEqual([]);
  });
});

test('every spec has an argument list without contradictions', () => {
  const wrong = allClassNames().filter((name) => {
    const { arguments: list = [] } = lookupAnywhere(name)!;
    const rest = list.filter((argument) => argument.rest);
    return rest.length > 1 || list.some(({ mandatory, default: value }) => mandatory && value !== undefined);
  });
  expect(wrong).toEqual([]);
});

test.each<Target>(['clickforge', 'simulator', 'clickos', 'click'])(
  'every default of %s is a value',
  (target) => {
    const needsNothing = classNames(target).filter((name) => {
      const { arguments: list = [] } = lookup(name, target)!;
      return list.every(({ mandatory, needed_without, rest }) => !mandatory && !needed_without && !rest);
    });
    const findings = needsNothing.flatMap((name) => load(`x :: ${name};`, target).findings);
    expect(needsNothing.length).toBeGreaterThan(10);
    expect(findings).toEqual([]);
  },
);

test('where a class exists', () => {
  expect(targetsOf('Queue')).toEqual(['clickforge', 'clickos', 'click']);
  expect(targetsOf('ToHost')).toEqual(['click']);
  expect(targetsOf('FromDPDKDevice')).toEqual([]);
  expect(targetsOf('NoSuchClass')).toEqual([]);
  expect(availability('NoSuchClass')).toBeUndefined();
  expect(availability('Queue')).toContain("clickforge's base image");
  expect(availability('Queue')).toContain('a stock ClickOS');
  expect(availability('FromDPDKDevice')).toBe('Click (userlevel) built with dpdk');
  expect(lookup('ToHost', 'clickos')).toBeUndefined();
});

test('a class differs by target', () => {
  expect(lookup('FromDevice', 'clickos')?.ports).toBe('0/1');
  expect(lookup('FromDevice', 'click')?.ports).toBe('0/1-2');
  expect(lookup('FromDevice', 'click')?.arguments?.[0]?.name).toBe('DEVNAME');
  expect(traits('click')('ToDevice')?.processing).toBe('l/h');
});

test('an argument that only some drivers have', () => {
  const names = (target: Target) => lookup('ARPPrint', target)!.arguments!.map(({ name }) => name);
  expect(names('click')).toContain('ACTIVE');
  expect(names('clickforge')).toContain('ACTIVE');
});

test('what our runtime has beyond Click', () => {
  const config = 'x :: CheckTCPHeader(CHECKSUM false); Idle -> x -> Discard;';
  expect(load(config, 'clickforge').findings).toEqual([]);
  for (const target of ['clickos', 'click'] as const)
    expect(load(config, target).diagnostics).toEqual([
      expect.objectContaining({ code: 'CF4004', hint: "only clickforge's own CheckTCPHeader has it" }),
    ]);
});

test('a class of a fork exists in no target, and is named with where it is', () => {
  expect(targetsOf('BPFilter')).toEqual([]);
  expect(availability('BPFilter')).toBe('MorphOS (userlevel)');
  expect(availability('FromOVSDPDKRing')).toBe('a FastClick for Open vSwitch (userlevel) built with dpdk');
});

test('names that objects have anyway are no classes', () => {
  for (const name of ['constructor', '__proto__', 'toString']) expect(lookupAnywhere(name)).toBeUndefined();
});
