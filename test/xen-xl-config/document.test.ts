import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  check,
  create,
  parse,
  parseVif,
  print,
  printVif,
  remove,
  set,
  settings,
  type XlValue,
  xlList,
  xlNumber,
  xlString,
} from '../../src/xen-xl-config/index.ts';
import { soup } from './soup.ts';

const name = fc.stringMatching(/^[a-z][._0-9a-z]{0,12}$/);
const text = fc.string({ unit: 'binary', maxLength: 40 }).map((each) => each.replaceAll('\0', ''));
const atom = fc.oneof(text.map(xlString), fc.nat().map(xlNumber));
const value = fc.oneof(atom, fc.array(atom, { maxLength: 4 }).map(xlList));
const entries = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 8 });

const plain = (document: Parameters<typeof settings>[0]) =>
  [...settings(document)].map(([key, setting]): [string, XlValue] => [key, setting.value]);

describe('reading and printing', () => {
  test('any text is printed as it was read, and nothing throws', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (source) => {
        const { document, problems } = parse(source);
        expect(print(document)).toBe(source);
        check(document);
        for (const problem of problems) expect(problem.end).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('every value is read back as it was created', () => {
    fc.assert(
      fc.property(entries, (given) => {
        const document = create(given, 'a comment\nof two lines');
        expect(parse(print(document)).problems).toEqual([]);
        expect(plain(document)).toEqual(given);
      }),
    );
  });

  test('a NUL, a negative number and a wrong name are refused', () => {
    expect(() => create([['a', xlString('x\0y')]])).toThrow(RangeError);
    expect(() => xlNumber(-1)).toThrow(RangeError);
    expect(() => create([['a-b', xlString('')]])).toThrow(RangeError);
  });

  test('very deep lists are refused, not a stack overflow', () => {
    const { problems } = parse(`a = ${'['.repeat(100_000)}\n`);
    expect(problems).toMatchObject([{ code: 'CF6101' }]);
  });

  test('a long broken file is read in linear time', () => {
    const { problems } = parse('a = "\n'.repeat(20_000));
    expect(problems).toHaveLength(20_000);
  });
});

const example =
  '# the firewall\nname = "fw" # as on the label\nmemory=8;vcpus=1\nvif = [ "bridge=a", # outside\n]\n';

describe('editing', () => {
  test('a new value takes the old one’s place', () => {
    const edited = set(parse(example).document, 'memory', xlNumber(16));
    expect(print(edited)).toBe(example.replace('memory=8', 'memory = 16'));
  });

  test('a name that is new goes to the end', () => {
    expect(print(set(parse('a = 1').document, 'b', xlNumber(2)))).toBe('a = 1\nb = 2\n');
  });

  test('removing takes the line when nothing else stands there', () => {
    const document = parse(example).document;
    expect(print(remove(document, 'vcpus'))).toBe(example.replace('vcpus=1', ''));
    expect(print(remove(parse('a = 1\nb = 2\na = 3\n').document, 'a'))).toBe('b = 2\n');
    expect(print(remove(document, 'name'))).toContain('# as on the label');
  });

  test('only the edited name changes', () => {
    fc.assert(
      fc.property(entries, name, value, (given, key, next) => {
        const expected = new Map([...given, [key, next] as const]);
        expect(new Map(plain(set(create(given), key, next)))).toEqual(expected);
        expected.delete(key);
        expect(new Map(plain(remove(create(given), key)))).toEqual(expected);
      }),
    );
  });

  test('several settings of one name become one', () => {
    const document = parse('a = "x"\nb = 1\na += "y" # why\n').document;
    expect(plain(document)).toEqual([
      ['a', xlString('xy')],
      ['b', { kind: 'number', text: '1' }],
    ]);
    expect(print(set(document, 'a', xlString('z')))).toBe('a = "z"\nb = 1\n # why\n');
  });
});

describe('what is said of broken texts', () => {
  const says = (source: string) => parse(source).problems.map(({ message }) => message);

  test('every broken line is reported once', () => {
    expect(says('a = pv\nb = -1\nc = 2\nd == 3\n')).toEqual([
      'expected a string, a number or a list, not pv',
      'xl.cfg has no negative numbers',
      'expected a string, a number or a list, not =',
    ]);
  });

  test('a misspelt name is named with the right one', () => {
    const [problem] = check(parse('memmory = 8\nname = "a"\nkernel = "k"\nmemory = 8\n').document);
    expect(problem).toMatchObject({ code: 'CF6107', hint: 'did you mean memory?' });
  });
});

describe('vifs', () => {
  test('are read back as printed', () => {
    const vif = {
      mac: '00:16:3e:00:00:01',
      bridge: 'br0',
      script: 'vif-bridge',
      rate: '10Mb/s',
      model: 'netfront',
    };
    expect(parseVif(printVif(vif))).toEqual({ vif, remarks: [] });
  });

  test('a value that would be taken apart is refused', () => {
    expect(() => printVif({ bridge: 'a,b' })).toThrow(RangeError);
    expect(() => printVif({ bridge: ' a' })).toThrow(RangeError);
  });
});

test('comments without end are read in one go', () => {
  const { problems } = parse(`name = "a"\n${'#'.repeat(200_000)}`);
  expect(problems.length).toBeGreaterThan(0);
});
