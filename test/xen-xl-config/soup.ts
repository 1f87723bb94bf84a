import * as fc from 'fast-check';

/** Pieces that texts of this language are made of, whole and broken. */
export const soup = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'b',
        'vif',
        'memory',
        'A',
        '=',
        '+=',
        '+',
        ' ',
        '\t',
        '\n',
        ';',
        ',',
        '[',
        ']',
        '#',
        '# c\n',
        '-',
        '.',
      ],
      ...[
        '"',
        "'",
        '"x"',
        "'y'",
        '"x\\n"',
        '"\\101"',
        '"\\0 12"',
        '"\\q"',
        '"\\',
        '8',
        '0x1f',
        '08',
        '0',
        '\r',
        '\u00e8',
      ],
      ...['a = "1"\n', 'a += "2"\n', 'b = [', '"i",', ']\n', 'a = [1]\n', 'b += [2]\n'],
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));
